include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "unit" {
  path = "${dirname(find_in_parent_folders("root.hcl"))}/units/database.hcl"
}

# In production it is the primary of the global cluster.

inputs = {
  global_cluster_name     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.values.database_global_name
  master_password_version = try(read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.values.database_master_password_version, 1)
}
