output "arn" {
  description = "ARN of the custom bus; null where the default bus is used."
  value       = one(aws_cloudwatch_event_bus.this[*].arn)
}

output "name" {
  description = "Name of the bus that carries the rules."
  value       = local.bus_name
}

output "rule_arns" {
  description = "ARNs of the rules, by the caller's key."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}
