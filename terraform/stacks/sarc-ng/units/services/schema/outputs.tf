output "backups_bucket" {
  description = "Name of the bucket with the dumps of the database."
  value       = module.backups.id
}

output "parameter_names" {
  description = "Whole names of the parameters, by their name below parameter_path."
  value       = module.parameters.names
}

output "parameter_path" {
  description = "Path of the parameters that hold the configuration, known once they are there."
  value       = var.parameter_path
  depends_on  = [module.parameters]
}

output "rotation_function_arn" {
  description = "ARN of the function that rotates the passwords of the users, known once Secrets Manager may call it."
  value       = module.rotation.arn

  # Secrets Manager takes a function only if it may call it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
  depends_on = [module.rotation]
}

output "rotation_function_name" {
  description = "Name of the function that rotates the passwords of the users."
  value       = module.rotation.name
}

output "rotation_role_arn" {
  description = "ARN of the role of the function that rotates the passwords of the users."
  value       = module.rotation.role_arn
}

output "schema_role_arn" {
  description = "ARN of the role of the task that makes the users and the schema."
  value       = module.roles["task"].arn
}

output "task_definition_family" {
  description = "Family of the task definition that makes the users and the schema; a task of it is started by hand or by the pipeline."
  value       = aws_ecs_task_definition.this.family
}
