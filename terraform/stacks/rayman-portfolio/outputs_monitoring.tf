output "alerts_topic_arn" {
  description = "ARN of the topic that carries alerts."
  value       = module.alert_routing.topic_arns["alerts"]
}

output "dashboard_names" {
  description = "Names of the dashboards by subject."
  value       = module.dashboards.names
}
