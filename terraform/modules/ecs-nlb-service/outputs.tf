output "arn" {
  description = "ARN of the service."
  value       = module.service.arn
}

output "listener_arn" {
  description = "ARN of the listener, which codedeploy moves."
  value       = local.serving_listener.arn
}

output "name" {
  description = "Name of the service."
  value       = module.service.name
}

output "target_group_arn_suffixes" {
  description = "Parts of the ARNs that CloudWatch metrics use as the dimension TargetGroup, by key: blue and, with CODE_DEPLOY, green."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn_suffix }
}

output "target_group_arns" {
  description = "ARNs of the target groups by key: blue and, with CODE_DEPLOY, green."
  value       = { for key, group in aws_lb_target_group.this : key => group.arn }
}

output "target_group_names" {
  description = "Names of the target groups by key: blue and, with CODE_DEPLOY, green; codedeploy takes both."
  value       = { for key, group in aws_lb_target_group.this : key => group.name }
}

output "task_definition_arn" {
  description = "ARN of the task definition's revision."
  value       = module.service.task_definition_arn
}
