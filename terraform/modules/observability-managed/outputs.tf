output "grafana_endpoint" {
  description = "Host name of the Grafana workspace, to which a redirect can lead; null without one."
  value       = one(aws_grafana_workspace.this[*].endpoint)
}

output "grafana_role_arn" {
  description = "ARN of the role that the Grafana workspace takes, known once its policy is in force; null without one."
  value       = one(aws_iam_role.grafana[*].arn)

  depends_on = [aws_iam_role_policy.grafana]
}

output "identity_pool_id" {
  description = "Identifier of the pool whose guests browsers are, for the web client of the user monitor; null without one."
  value       = one(aws_cognito_identity_pool.user_monitor[*].id)
}

output "prometheus_endpoint" {
  description = "Address of the Prometheus workspace, with a slash at its end: api/v1/remote_write and api/v1/query come after it; null without one."
  value       = one(aws_prometheus_workspace.this[*].prometheus_endpoint)
}

output "prometheus_workspace_arn" {
  description = "ARN of the Prometheus workspace, for the roles that write to it; null without one."
  value       = one(aws_prometheus_workspace.this[*].arn)
}

output "trace_group_arns" {
  description = "ARNs of the groups of traces, keyed as in trace_groups."
  value       = { for key, group in aws_xray_group.this : key => group.arn }
}

output "user_monitor_id" {
  description = "Identifier of the user monitor, for the web client in the pages; null without one."
  value       = one(aws_rum_app_monitor.this[*].app_monitor_id)
}
