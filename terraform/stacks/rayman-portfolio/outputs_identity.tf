output "operator_role_arn" {
  description = "ARN of the role that people operate the system with; it takes a second factor."
  value       = module.operator_role.arn
}

output "role_arns" {
  description = "ARNs of the services' roles by key."
  value       = { for key, role in module.roles : key => role.arn }
}
