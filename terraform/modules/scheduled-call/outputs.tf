output "role_arns" {
  description = "ARNs of the roles that call, keyed as in calls, known once their policies are in force."
  value       = { for key, role in aws_iam_role.this : key => role.arn }

  depends_on = [aws_iam_role_policy.this]
}

output "schedule_arns" {
  description = "ARNs of the schedules, keyed as in calls."
  value       = { for key, schedule in aws_scheduler_schedule.this : key => schedule.arn }
}
