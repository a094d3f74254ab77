# What an account has once, and its bucket for logs.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/account"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    kms_logs_key_arn = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  access_log_retention_days = try(local.values.access_log_retention_days, 90)
  account_baseline          = try(local.values.account_baseline, {})
  account_id                = local.account.account_id
  buckets_force_destroy     = try(local.values.buckets_force_destroy, false)
  cost_anomaly_addresses    = local.values.alert_email_addresses
  cost_anomaly_monitor      = try(local.values.cost_anomaly_monitor, null)
  environment               = local.env.environment
  kms_logs_key_arn          = dependency.network.outputs.kms_logs_key_arn
  log_retention_days        = local.values.log_retention_days
  name                      = "sarc-ng"
  pipeline_issuer           = try(local.values.pipeline_issuer, {})
  pipeline_trust            = local.values.pipeline_trust
  region                    = local.region.region
  trail_retention_days      = try(local.values.trail_retention_days, 365)
}
