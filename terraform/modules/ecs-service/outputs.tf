output "arn" {
  description = "ARN of the service."
  value       = local.service_resource.id
}

output "name" {
  description = "Name of the service."
  value       = local.service_resource.name
}

output "task_definition_arn" {
  description = "ARN of the task definition's revision."
  value       = aws_ecs_task_definition.this.arn
}
