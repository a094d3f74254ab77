output "arn" {
  description = "ARN of the monitor."
  value       = local.monitor_arn
}

output "subscription_arns" {
  description = "ARNs of the subscriptions, keyed as in subscriptions."
  value       = { for key, subscription in aws_ce_anomaly_subscription.this : key => subscription.arn }
}
