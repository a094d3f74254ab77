output "arns" {
  description = "ARNs of the log groups, by the caller's key."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.arn }
}

output "names" {
  description = "Names of the log groups, by the caller's key."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}
