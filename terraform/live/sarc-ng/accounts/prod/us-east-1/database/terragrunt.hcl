include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "unit" {
  path = "${dirname(find_in_parent_folders("root.hcl"))}/units/database.hcl"
}

# In production it is the primary of the global cluster.

dependency "secondary" {
  config_path = "${dirname(find_in_parent_folders("account.hcl"))}/us-west-2/network"

  mock_outputs = {
    kms_data_key_arn = "arn:aws:kms:us-west-2:111111111111:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  }
  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}

inputs = {
  global_cluster_name     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.values.database_global_name
  master_password_version = try(read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.values.database_master_password_version, 1)
  master_secret_replica   = { kms_key_arn = dependency.secondary.outputs.kms_data_key_arn, region = "us-west-2" }
}
