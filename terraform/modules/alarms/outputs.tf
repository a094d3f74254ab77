output "arns" {
  description = "ARNs of all alarms, by the caller's key."
  value = merge(
    { for key, alarm in local.metric_alarms : key => alarm.arn },
    { for key, alarm in aws_cloudwatch_composite_alarm.this : key => alarm.arn },
  )
}

output "names" {
  description = "Names of all alarms, by the caller's key."
  value = merge(
    local.metric_alarm_names,
    { for key, alarm in aws_cloudwatch_composite_alarm.this : key => alarm.alarm_name },
  )
}
