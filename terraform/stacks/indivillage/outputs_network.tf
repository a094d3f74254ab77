output "security_group_ids" {
  description = "Identifiers of the security groups by name."
  value       = module.security_groups.ids
}

output "subnet_ids" {
  description = "Identifiers of the subnets by tier and availability zone."
  value       = module.network.subnet_ids
}

output "vpc_id" {
  description = "Identifier of the VPC."
  value       = module.network.vpc_id
}
