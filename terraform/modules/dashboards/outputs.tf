output "arns" {
  description = "ARNs of the dashboards, by the caller's key."
  value       = { for key, dashboard in aws_cloudwatch_dashboard.this : key => dashboard.dashboard_arn }
}

output "names" {
  description = "Names of the dashboards, by the caller's key."
  value       = { for key, dashboard in aws_cloudwatch_dashboard.this : key => dashboard.dashboard_name }
}
