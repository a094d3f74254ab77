output "role_arns" {
  description = "ARNs of the roles of instances, tasks and AWS services, by name."
  value       = { for key, role in module.roles : key => role.arn }
}

output "signer_role_arn" {
  description = "ARN of the role with which the API signs the URLs of uploads and downloads."
  value       = module.signer_role.arn
}

output "viewer_role_arn" {
  description = "ARN of the role with which people look at the dashboards."
  value       = module.viewer_role.arn
}
