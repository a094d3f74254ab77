# The function that works on the queue and on events.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/lambda-worker"
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

inputs = {
  account_id                   = local.account.account_id
  event_source                 = "${local.region.name}.api"
  function                     = local.values.worker_function
  kms_data_key_arn             = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn             = dependency.network.outputs.kms_logs_key_arn
  log_retention_days           = local.values.log_retention_days
  name                         = "${local.region.name}-worker"
  packages_bucket              = "${local.region.packages_prefix}-${local.account.account_id}"
  parameter_path               = dependency.schema.outputs.parameter_path
  private_subnet_ids           = dependency.network.outputs.private_subnet_ids
  region                       = local.region.region
  rotation                     = { lambda_arn = dependency.schema.outputs.rotation_function_arn, role_arn = dependency.schema.outputs.rotation_role_arn }
  schema_role_arn              = dependency.schema.outputs.schema_role_arn
  secrets_recovery_window_days = try(local.values.secrets_recovery_window_days, 30)
  security_group_ids           = [dependency.network.outputs.security_group_ids["functions"]]
}
