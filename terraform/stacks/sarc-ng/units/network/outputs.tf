output "availability_zones" {
  description = "Availability zones that the subnets are in."
  value       = var.availability_zones
}

output "database_subnet_ids" {
  description = "Identifiers of the database subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : module.network.subnet_ids["database"][zone]]
}

output "flow_log_group_name" {
  description = "Name of the log group of the flow logs; null without flow logs."
  value       = module.network.flow_log_group_name
}

output "kms_data_key_arn" {
  description = "ARN of the key for data: database, queues, secrets, parameters, images, buckets of backups."
  value       = module.kms_data.arn
}

output "kms_logs_key_arn" {
  description = "ARN of the key for log groups, topics of alerts and the audit trail."
  value       = module.kms_logs.arn
}

output "private_subnet_ids" {
  description = "Identifiers of the private subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : module.network.subnet_ids["private"][zone]]
}

output "public_subnet_ids" {
  description = "Identifiers of the public subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : module.network.subnet_ids["public"][zone]]
}

output "security_group_ids" {
  description = "Identifiers of the security groups: alb, database, functions, tasks, web."
  value       = module.security_groups.ids
}

output "vpc_id" {
  description = "Identifier of the VPC."
  value       = module.network.vpc_id
}
