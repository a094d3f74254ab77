# The website, a service behind the same load balancer that knows no database.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/ecs-alb-service"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_data_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    kms_logs_key_arn   = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    private_subnet_ids = ["subnet-0a1b2c3d4e5f60703", "subnet-0a1b2c3d4e5f60704"]
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

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    alb_arn_suffix   = "app/sarc-ng/50dc6c495c0c9188"
    cluster_arn      = "arn:aws:ecs:us-east-1:111111111111:cluster/sarc-ng-cluster"
    cluster_name     = "sarc-ng-cluster"
    listener_arn     = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/sarc-ng/50dc6c495c0c9188/f2f7dc8efc522ab2"
    repository_arns  = { api = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-api", web = "arn:aws:ecr:us-east-1:111111111111:repository/sarc-ng-web" }
    repository_names = { api = "sarc-ng-api", web = "sarc-ng-web" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  account_id               = local.account.account_id
  alarm_topic_name         = "${local.region.name}-alerts"
  autoscaling              = local.values.web.autoscaling
  capacity_providers       = try(local.values.spot_enabled, false) ? { FARGATE_SPOT = {} } : {}
  cluster_arn              = dependency.compute.outputs.cluster_arn
  cluster_name             = dependency.compute.outputs.cluster_name
  container_port           = 8080
  cpu                      = local.values.web.cpu
  deployment_controller    = try(local.values.web.deployment_controller, "ECS")
  desired_count            = local.values.web.desired_count
  environment_variables    = { API_URL = "https://api.${local.values.domain_name}" }
  image_version            = local.values.web.image_version
  kms_data_key_arn         = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn         = dependency.network.outputs.kms_logs_key_arn
  listener_arn             = dependency.compute.outputs.listener_arn
  listener_rule            = { host_headers = [local.values.domain_name], priority = 20 }
  load_balancer_arn_suffix = dependency.compute.outputs.alb_arn_suffix
  log_group_name           = "/ecs/${local.region.name}/web"
  log_retention_days       = local.values.log_retention_days
  memory                   = local.values.web.memory
  name                     = "${local.region.name}-web"
  private_subnet_ids       = dependency.network.outputs.private_subnet_ids
  region                   = local.region.region
  repository_arn           = dependency.compute.outputs.repository_arns["web"]
  repository_name          = dependency.compute.outputs.repository_names["web"]
  security_group_ids       = [dependency.network.outputs.security_group_ids["web"]]
  vpc_id                   = dependency.network.outputs.vpc_id
}
