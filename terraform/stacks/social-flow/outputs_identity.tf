output "role_arns" {
  description = "ARNs of the services' roles by key."
  value       = { for key, role in module.roles : key => role.arn }
}
