# The name of the website.

locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  env     = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals
  values  = local.env.values

  # Until a dependency has been applied, its outputs are made up for these commands; an apply never takes them.
  mocked = ["init", "validate", "plan"]
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../..//stacks/sarc-ng/units/services/dns-record"
}

dependency "dns" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/dns"

  mock_outputs = {
    zone_id = "Z0123456789EXAMPLE"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    alb_dns_name = "sarc-ng-1.us-east-1.elb.amazonaws.com"
    alb_zone_id  = "Z35SXDOTRQ7X7K"
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  override    = try(local.values.failover_override, null)
  record_name = local.values.domain_name
  zone_id     = dependency.dns.outputs.zone_id

  target = {
    name    = dependency.compute.outputs.alb_dns_name
    zone_id = dependency.compute.outputs.alb_zone_id
  }
}
