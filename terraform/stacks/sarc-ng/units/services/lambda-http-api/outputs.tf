output "api_endpoint" {
  description = "Address of the API."
  value       = local.has_domain ? "https://${var.domain_name}" : module.api.endpoint
}

output "api_id" {
  description = "Identifier of the API."
  value       = module.api.id
}

output "domain_target" {
  description = "Name and zone of the alias target of domain_name; null without one."
  value = local.has_domain ? {
    name    = module.api.domain_targets[var.domain_name].target_domain_name
    zone_id = module.api.domain_targets[var.domain_name].hosted_zone_id
  } : null
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.function.arn
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "log_group_name" {
  description = "Name of the log group of the function."
  value       = module.function.log_group_name
}

output "deployment_group_name" {
  description = "Name of the group that a release names; null where Terraform itself moves the alias."
  value       = one([for releases in module.release : releases.deployment_group_names["live"]])
}
