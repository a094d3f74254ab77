output "role_arn" {
  description = "ARN of the role with which Scheduler calls the function, known once it has its rights; null without schedules."
  value       = one(aws_iam_role.this[*].arn)

  depends_on = [aws_iam_role_policy.this]
}

output "rule_arns" {
  description = "ARNs of the rules by key, for the senders of dead_letter_queue."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}

output "rule_names" {
  description = "Names of the rules by key, for alarms on their FailedInvocations."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.name }
}

output "schedule_arns" {
  description = "ARNs of the schedules by key."
  value       = { for key, schedule in aws_scheduler_schedule.this : key => schedule.arn }
}
