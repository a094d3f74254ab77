# Alarms, dashboards, alerts and the budget: the last unit, because it names all others.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/observability"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_logs_key_arn = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "database" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/database"

  mock_outputs = {
    identifier      = "sarc-ng-db"
    is_aurora       = true
    log_group_names = { error = "/aws/rds/cluster/sarc-ng-db/error", slowquery = "/aws/rds/cluster/sarc-ng-db/slowquery" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    alb_arn_suffix = "app/sarc-ng/50dc6c495c0c9188"
    alb_name       = "sarc-ng"
    cluster_name   = "sarc-ng-cluster"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "schema" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/schema"

  mock_outputs = {
    rotation_function_name = "sarc-ng-rotation"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "api" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/ecs-alb-service"

  mock_outputs = {
    log_group_name = "/ecs/sarc-ng/api"
    service_name   = "sarc-ng-api"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "api_function" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-http-api"

  mock_outputs = {
    function_name  = "sarc-ng-api"
    log_group_name = "/aws/lambda/sarc-ng-api"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "worker" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-worker"

  mock_outputs = {
    dead_letter_queue_name = "sarc-ng-worker-dead-letters"
    function_name          = "sarc-ng-worker"
    undelivered_queue_name = "sarc-ng-worker-undelivered"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "web" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-web/ecs-alb-service"

  mock_outputs = {
    service_name = "sarc-ng-web"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  account_id                     = local.account.account_id
  alb_arn_suffix                 = dependency.compute.outputs.alb_arn_suffix
  alb_name                       = dependency.compute.outputs.alb_name
  alert_email_addresses          = local.values.alert_email_addresses
  billing_metrics_enabled        = try(local.values.billing_metrics_enabled, true)
  cluster_name                   = dependency.compute.outputs.cluster_name
  cost_allocation_tags           = try(local.values.cost_allocation_tags, [])
  database_connections_threshold = try(local.values.database_connections_threshold, 80)
  database_identifier            = dependency.database.outputs.identifier
  function_names                 = [dependency.api_function.outputs.function_name, dependency.worker.outputs.function_name, dependency.schema.outputs.rotation_function_name]
  is_aurora                      = dependency.database.outputs.is_aurora
  kms_logs_key_arn               = dependency.network.outputs.kms_logs_key_arn
  log_retention_days             = local.values.log_retention_days
  monthly_budget                 = local.values.monthly_budget
  name                           = local.region.name
  queue_names                    = [dependency.worker.outputs.dead_letter_queue_name, dependency.worker.outputs.undelivered_queue_name]
  region                         = local.region.region
  service_names                  = [dependency.api.outputs.service_name, dependency.web.outputs.service_name]

  log_group_names = {
    api       = dependency.api.outputs.log_group_name
    error     = dependency.database.outputs.log_group_names["error"]
    function  = dependency.api_function.outputs.log_group_name
    slowquery = dependency.database.outputs.log_group_names["slowquery"]
  }
}
