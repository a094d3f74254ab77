output "arn" {
  description = "ARN of the project."
  value       = aws_codebuild_project.this.arn
}

output "log_group_name" {
  description = "Name of the log group that receives the output of the builds."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the project, by which a build is started."
  value       = aws_codebuild_project.this.name
}

output "role_arn" {
  description = "ARN of the role that builds act with, known once it has its rights."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this]
}
