# Cluster and load balancer of a further region, which wait for tasks. Images are copied there by the registry.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/compute"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_data_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    kms_logs_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60703", "subnet-0a1b2c3d4e5f60704"]
    public_subnet_ids  = ["subnet-0a1b2c3d4e5f60705", "subnet-0a1b2c3d4e5f60706"]
    vpc_id             = "vpc-0a1b2c3d4e5f60718"
    security_group_ids = {
      alb       = "sg-0a1b2c3d4e5f60701"
      database  = "sg-0a1b2c3d4e5f60702"
      functions = "sg-0a1b2c3d4e5f60703"
      tasks     = "sg-0a1b2c3d4e5f60704"
      web       = "sg-0a1b2c3d4e5f60705"
    }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "account" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/account"

  mock_outputs = {
    logs_bucket_id = "sarc-ng-dev-logs"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "dns" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/dns"

  mock_outputs = {
    certificate = { arn = "arn:aws:acm:us-east-1:111111111111:certificate/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  access_logs                     = { bucket = dependency.account.outputs.logs_bucket_id, prefix = "alb" }
  account_id                      = local.account.account_id
  alb_deletion_protection_enabled = try(local.values.alb_deletion_protection_enabled, true)
  certificate                     = try(dependency.dns.outputs.certificate, null)
  container_insights              = try(local.values.container_insights, "enabled")
  kms_data_key_arn                = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn                = dependency.network.outputs.kms_logs_key_arn
  log_retention_days              = local.values.log_retention_days
  name                            = local.region.name
  private_subnet_ids              = dependency.network.outputs.private_subnet_ids
  public_subnet_ids               = dependency.network.outputs.public_subnet_ids
  region                          = local.region.region
  replicated_repositories         = { api = "sarc-ng-api", web = "sarc-ng-web" }
  repositories                    = []
  security_group_ids              = dependency.network.outputs.security_group_ids
  vpc_id                          = dependency.network.outputs.vpc_id
}
