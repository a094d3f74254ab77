output "budget_name" {
  description = "Name of the monthly budget."
  value       = module.observability.budget_name
}

output "dashboard_names" {
  description = "Names of the dashboards by audience."
  value       = module.observability.dashboard_names
}

output "event_log_group_name" {
  description = "Name of the log group with the events that AWS reports about the system."
  value       = module.observability.event_log_group_name
}
