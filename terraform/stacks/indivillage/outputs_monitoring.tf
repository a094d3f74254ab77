output "alert_topic_arns" {
  description = "ARNs of the topics of alerts, by severity."
  value       = module.alerts.topic_arns
}

output "dashboard_names" {
  description = "Names of the dashboards, by audience."
  value       = module.dashboards.names
}

output "grafana_endpoint" {
  description = "Host name of the Grafana workspace; null without one."
  value       = module.observability.grafana_endpoint
}

output "log_group_names" {
  description = "Names of the log groups of instances, containers and data stores, by what they hold."
  value       = module.log_groups.names
}

output "prometheus_endpoint" {
  description = "Address of the Prometheus workspace; null without one."
  value       = module.observability.prometheus_endpoint
}

output "user_monitor" {
  description = "Identifiers for the web client that reports what users meet: its monitor and the pool of its guests; null without one."
  value = {
    identity_pool_id = module.observability.identity_pool_id
    monitor_id       = module.observability.user_monitor_id
  }
}
