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

inputs = {
  secondary = {
    name    = dependency.secondary.outputs.alb_dns_name
    zone_id = dependency.secondary.outputs.alb_zone_id
  }

  # The health check decides, because the health of a load balancer would count groups that wait for the next release.
  target = {
    evaluate_target_health = false
    name                   = dependency.compute.outputs.alb_dns_name
    zone_id                = dependency.compute.outputs.alb_zone_id
  }
}
