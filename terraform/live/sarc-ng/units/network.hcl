# VPC, subnets, security groups and keys: the first unit of a region.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # A second region has blocks of its own in the variable file.
  network = { first = local.values, further = try(local.values.secondary_network, {}) }[local.region.is_primary ? "first" : "further"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/network"
}

inputs = {
  account_id                  = local.account.account_id
  availability_zones          = local.network.availability_zones
  container_port              = 8080
  database_subnet_cidr_blocks = local.network.database_subnet_cidr_blocks
  flow_logs_enabled           = try(local.values.flow_logs_enabled, true)
  log_retention_days          = local.values.log_retention_days
  name                        = local.region.name
  nat                         = try(local.network.nat, "none")
  private_subnet_cidr_blocks  = local.network.private_subnet_cidr_blocks
  public_subnet_cidr_blocks   = local.network.public_subnet_cidr_blocks
  region                      = local.region.region
  vpc_cidr_block              = local.network.vpc_cidr_block
}
