output "role_arn" {
  description = "ARN of the role that starts the tasks, known once it has its rights."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this]
}

output "rule_arns" {
  description = "ARNs of the rules by schedule."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}

output "rule_names" {
  description = "Names of the rules by schedule, for alarms on their FailedInvocations."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.name }
}
