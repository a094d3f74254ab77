output "api_endpoint" {
  description = "Address of the API."
  value       = var.domain_name == null ? module.api.endpoint : "https://${var.domain_name}"
}

output "api_id" {
  description = "Identifier of the API."
  value       = module.api.id
}

output "domain_target" {
  description = "Name and zone of the alias target of domain_name; null without one."
  value       = var.domain_name == null ? null : module.api.domain_targets[var.domain_name]
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
