output "dashboard_names" {
  description = "Names of the dashboards by subject."
  value       = module.dashboards.names
}

output "topic_arns" {
  description = "ARNs of the alert topics by severity."
  value       = module.alert_routing.topic_arns
}
