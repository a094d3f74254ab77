include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "unit" {
  path = "${dirname(find_in_parent_folders("root.hcl"))}/units/api-record.hcl"
}

# In production the load balancer of the second region answers when the first does not.

dependency "secondary" {
  config_path = "${dirname(find_in_parent_folders("account.hcl"))}/us-west-2/compute/ecs-cluster"

  mock_outputs = {
    alb_dns_name = "sarc-ng-2.us-west-2.elb.amazonaws.com"
    alb_zone_id  = "Z1H1FL5HABSF5"
  }
  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}

dependency "compute" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/compute/ecs-cluster"

  mock_outputs = {
    alb_dns_name = "sarc-ng-1.us-east-1.elb.amazonaws.com"
    alb_zone_id  = "Z35SXDOTRQ7X7K"
  }
  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}

dependency "api_function" {
  config_path = "${dirname(find_in_parent_folders("region.hcl"))}/services/sarcng-api/lambda-http-api"

  mock_outputs = {
    domain_target = { name = "d-a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", zone_id = "Z1UJRXOUMOOFQ8" }
  }
  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}

locals {
  values = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.values

  # The name fails over where it leads to the load balancer, and to no other place for some users.
  fails_over = try(local.values.api_target, "ecs") == "ecs" && length(try(local.values.api_geolocation_targets, {})) == 0
}

inputs = {
  secondary = local.fails_over ? { name = dependency.secondary.outputs.alb_dns_name, zone_id = dependency.secondary.outputs.alb_zone_id } : null

  # The health check decides, because the health of a load balancer would count groups that wait for the next release.
  target = {
    ecs    = { evaluate_target_health = false, name = dependency.compute.outputs.alb_dns_name, zone_id = dependency.compute.outputs.alb_zone_id }
    lambda = merge({ evaluate_target_health = false }, try(dependency.api_function.outputs.domain_target, {}))
  }[try(local.values.api_target, "ecs")]
}
