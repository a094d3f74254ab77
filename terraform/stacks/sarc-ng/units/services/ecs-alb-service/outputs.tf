output "database_secret_arn" {
  description = "ARN of the secret with the service's own user of the database; null without one."
  value       = one([for secrets in module.secrets : secrets.arns["database"]])
}

output "deployment_group_name" {
  description = "Name of the group that a blue-green release names; null where releases are rolling."
  value       = one([for releases in module.release : releases.deployment_group_names["blue-green"]])
}

output "log_group_name" {
  description = "Name of the log group."
  value       = module.log_groups.names["service"]
}

output "service_name" {
  description = "Name of the service."
  value       = module.service.name
}

output "target_group_arns" {
  description = "ARNs of the target groups by key: blue and, with CODE_DEPLOY, green."
  value       = module.service.target_group_arns
}

output "task_role_arn" {
  description = "ARN of the role that the containers act with."
  value       = module.roles["task"].arn
}
