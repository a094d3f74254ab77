# The task that makes users and tables of the database, what the services share of it, and the function that rotates passwords.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/schema"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_data_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    kms_logs_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60703", "subnet-0a1b2c3d4e5f60704"]
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

dependency "database" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/database"

  mock_outputs = {
    database_name     = "sarcng"
    identifier        = "sarc-ng-db"
    endpoint          = "sarc-ng-db.example.us-east-1.rds.amazonaws.com"
    master_secret_arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:master-a1b2c3"
    port              = 3306
    reader_endpoint   = "sarc-ng-db.example.us-east-1.rds.amazonaws.com"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    repository_arns  = { api = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-api", web = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-web" }
    repository_names = { api = "sarc-ng-api", web = "sarc-ng-web" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  access_logs                  = { bucket = dependency.account.outputs.logs_bucket_id, prefix = "backups/" }
  account_id                   = local.account.account_id
  backups_bucket_force_destroy = try(local.values.buckets_force_destroy, false)
  configuration                = try(local.values.configuration, {})
  environment                  = local.env.environment
  image_version                = local.values.api.image_version
  kept_backup_days             = local.values.database_backup_retention_days
  kms_data_key_arn             = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn             = dependency.network.outputs.kms_logs_key_arn
  log_retention_days           = local.values.log_retention_days
  master_secret_arn            = dependency.database.outputs.master_secret_arn
  name                         = local.region.name
  packages_bucket              = "${local.region.packages_prefix}-${local.account.account_id}"
  parameter_path               = "/${local.region.name}/api"
  private_subnet_ids           = dependency.network.outputs.private_subnet_ids
  region                       = local.region.region
  repository_arn               = dependency.compute.outputs.repository_arns["api"]
  repository_name              = dependency.compute.outputs.repository_names["api"]
  rotation_function            = { version = local.values.rotation_function_version }
  security_group_ids           = dependency.network.outputs.security_group_ids

  database = {
    endpoint        = dependency.database.outputs.endpoint
    identifier      = dependency.database.outputs.identifier
    name            = dependency.database.outputs.database_name
    port            = dependency.database.outputs.port
    reader_endpoint = dependency.database.outputs.reader_endpoint
  }
}
