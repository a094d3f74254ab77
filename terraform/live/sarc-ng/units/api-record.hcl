# The name of the API.

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

dependency "api_function" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-http-api"

  mock_outputs = {
    domain_target = { name = "d-a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", zone_id = "Z1UJRXOUMOOFQ8" }
  }
  mock_outputs_allowed_terraform_commands = local.mocked
}

inputs = {
  geolocation_targets = try(local.values.api_geolocation_targets, {})
  override            = try(local.values.failover_override, null)
  record_name         = "api.${local.values.domain_name}"
  zone_id             = dependency.dns.outputs.zone_id

  # Only with api_target = "lambda" does the function have a domain.
  target = {
    ecs    = { evaluate_target_health = true, name = dependency.compute.outputs.alb_dns_name, zone_id = dependency.compute.outputs.alb_zone_id }
    lambda = merge({ evaluate_target_health = false }, try(dependency.api_function.outputs.domain_target, {}))
  }[try(local.values.api_target, "ecs")]
}
