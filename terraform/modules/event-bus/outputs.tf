output "arn" {
  description = "ARN of the custom bus, known once its policy is in force; null where the default bus is used."
  value       = one(aws_cloudwatch_event_bus.this[*].arn)

  depends_on = [aws_cloudwatch_event_bus_policy.this]
}

output "name" {
  description = "Name of the bus that carries the rules."
  value       = local.bus_name

  depends_on = [aws_cloudwatch_event_bus_policy.this]
}

output "rule_arns" {
  description = "ARNs of the rules, by the caller's key."
  value       = { for key, rule in aws_cloudwatch_event_rule.this : key => rule.arn }
}
