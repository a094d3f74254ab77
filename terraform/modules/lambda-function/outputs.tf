output "alias_arns" {
  description = "ARNs of the aliases by name."
  value       = { for key, alias in local.aliases : key => alias.arn }
}

output "alias_invoke_arns" {
  description = "ARNs by which API Gateway calls the aliases, by name."
  value       = { for key, alias in local.aliases : key => alias.invoke_arn }
}

output "arn" {
  description = "ARN of the function, known once its role has its rights."
  value       = aws_lambda_function.this.arn

  depends_on = [aws_iam_role_policy.code]
}

output "invoke_arn" {
  description = "ARN by which API Gateway calls the function."
  value       = aws_lambda_function.this.invoke_arn
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "principal_arn" {
  description = "ARN of the function's role for the policies of others, known before the role has its rights."
  value       = aws_iam_role.this.arn
}

output "role_arn" {
  description = "ARN of the function's role, known once the role has its rights."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.code, aws_iam_role_policy.this]
}

output "role_name" {
  description = "Name of the function's role, for policies that belong to what the function works with."
  value       = aws_iam_role.this.name

  depends_on = [aws_iam_role_policy.code, aws_iam_role_policy.this]
}

output "timeout_seconds" {
  description = "Seconds after which Lambda ends a call."
  value       = aws_lambda_function.this.timeout
}

output "version" {
  description = "Number of the version that was published last."
  value       = aws_lambda_function.this.version
}
