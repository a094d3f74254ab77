# The member of the global database in a further region.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/database"
}

dependency "network" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/network"

  mock_outputs = {
    database_subnet_ids = ["subnet-0a1b2c3d4e5f60701", "subnet-0a1b2c3d4e5f60702"]
    kms_data_key_arn    = "arn:aws:kms:us-east-1:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    kms_logs_key_arn    = "arn:aws:kms:us-east-1:111111111111:key/1f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
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

dependency "primary" {
  config_path = "${dirname(find_in_parent_folders("account.hcl"))}/us-east-1/database"

  mock_outputs = {
    global_cluster_id         = "sarc-ng-global"
    master_secret_replica_arn = "arn:aws:secretsmanager:us-west-2:111111111111:secret:sarc-ng-db-master-a1b2c3"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  account_id                   = local.account.account_id
  apply_immediately            = try(local.values.database_apply_immediately, false)
  backup_retention_days        = local.values.database_backup_retention_days
  deletion_protection          = try(local.values.database_deletion_protection, true)
  engine_version               = local.values.database_engine_version
  global_cluster               = { id = dependency.primary.outputs.global_cluster_id, source_region = "us-east-1" }
  instance_class               = local.values.database_instance_class
  instances                    = try(local.values.database_secondary_instances, { "1" = { promotion_tier = 1 } })
  is_aurora                    = local.values.database_is_aurora
  kms_data_key_arn             = dependency.network.outputs.kms_data_key_arn
  kms_logs_key_arn             = dependency.network.outputs.kms_logs_key_arn
  log_retention_days           = local.values.log_retention_days
  master_secret_arn            = dependency.primary.outputs.master_secret_replica_arn
  name                         = "sarc-ng"
  performance_insights_enabled = try(local.values.database_performance_insights_enabled, true)
  security_group_ids           = [dependency.network.outputs.security_group_ids["database"]]
  skip_final_snapshot          = try(local.values.database_skip_final_snapshot, false)
  subnet_ids                   = dependency.network.outputs.database_subnet_ids
}
