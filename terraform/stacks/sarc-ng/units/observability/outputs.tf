output "alarm_names" {
  description = "Names of the alarms by key."
  value       = module.alarms.names
}

output "budget_name" {
  description = "Name of the monthly budget."
  value       = module.budget.name
}

output "dashboard_names" {
  description = "Names of the dashboards by key."
  value       = module.dashboards.names
}

output "event_log_group_name" {
  description = "Name of the log group with the events that AWS reports about the system."
  value       = module.log_groups.names["events"]
}

output "topic_arn" {
  description = "ARN of the topic that alarms, events and the budget notify."
  value       = module.alert_routing.topic_arns["alerts"]
}
