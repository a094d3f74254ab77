output "application_arn" {
  description = "ARN of the application."
  value       = aws_codedeploy_app.this.arn
}

output "application_name" {
  description = "Name of the application, by which a deployment is created."
  value       = aws_codedeploy_app.this.name
}

output "deployment_config_names" {
  description = "Names of the deployment configurations by key."
  value       = { for key, config in aws_codedeploy_deployment_config.this : key => config.deployment_config_name }
}

output "deployment_group_arns" {
  description = "ARNs of the deployment groups by name, for the policies of pipelines and of functions that are hooks."
  value       = { for key, group in aws_codedeploy_deployment_group.this : key => group.arn }
}

output "deployment_group_names" {
  description = "Names of the deployment groups by key, by which a deployment is created."
  value       = { for key, group in aws_codedeploy_deployment_group.this : key => group.deployment_group_name }
}

output "role_arn" {
  description = "ARN of the role that CodeDeploy acts with, known once it has its rights."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this]
}
