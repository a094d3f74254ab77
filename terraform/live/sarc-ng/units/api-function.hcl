# The API as a function behind API Gateway.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/lambda-http-api"
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

dependency "schema" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/schema"

  mock_outputs = {
    parameter_path        = "/sarc-ng/api"
    rotation_function_arn = "arn:aws:lambda:us-east-1:111111111111:function:sarc-ng-rotation"
    rotation_role_arn     = "arn:aws:iam::111111111111:role/sarc-ng-rotation"
    schema_role_arn       = "arn:aws:iam::111111111111:role/sarc-ng-schema-task"
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

dependency "worker" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-worker"

  mock_outputs = {
    queue_arn  = "arn:aws:sqs:us-east-1:111111111111:sarc-ng-worker"
    queue_name = "sarc-ng-worker"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  account_id                   = local.account.account_id
  alarm_topic_name             = "${local.region.name}-alerts"
  authorizer                   = try(local.values.api_authorizer, null)
  certificate                  = try(local.values.api_target, "ecs") == "lambda" ? try(dependency.dns.outputs.certificate, null) : null
  domain_name                  = try(local.values.api_target, "ecs") == "lambda" ? "api.${local.values.domain_name}" : null
  function                     = local.values.api_function
  kms_data_key_arn             = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn             = dependency.network.outputs.kms_logs_key_arn
  log_retention_days           = local.values.log_retention_days
  name                         = "${local.region.name}-api"
  packages_bucket              = "${local.region.packages_prefix}-${local.account.account_id}"
  parameter_path               = dependency.schema.outputs.parameter_path
  private_subnet_ids           = dependency.network.outputs.private_subnet_ids
  region                       = local.region.region
  release                      = try(local.values.api_function_release, {})
  rotation                     = { lambda_arn = dependency.schema.outputs.rotation_function_arn, role_arn = dependency.schema.outputs.rotation_role_arn }
  schema_role_arn              = dependency.schema.outputs.schema_role_arn
  secrets_recovery_window_days = try(local.values.secrets_recovery_window_days, 30)
  security_group_ids           = [dependency.network.outputs.security_group_ids["functions"]]

  environment_variables = {
    EVENT_SOURCE = "${local.region.name}.api"
    QUEUE_NAME   = dependency.worker.outputs.queue_name
  }

  policy_statements = {
    SendWork = {
      actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
      resources = [dependency.worker.outputs.queue_arn]
    }
    TellEvents = {
      actions    = ["events:PutEvents"]
      conditions = [{ test = "StringEquals", variable = "events:source", values = ["${local.region.name}.api"] }]
      resources  = ["arn:aws:events:${local.region.region}:${local.account.account_id}:event-bus/default"]
    }
    UseKeyForWork = {
      actions    = ["kms:Decrypt", "kms:GenerateDataKey"]
      conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["sqs.${local.region.region}.amazonaws.com"] }]
      resources  = [dependency.network.outputs.kms_data_key_arn]
    }
  }
}
