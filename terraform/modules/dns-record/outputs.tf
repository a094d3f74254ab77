output "fqdns" {
  description = "Full names of the records by key."
  value       = { for key, record in aws_route53_record.this : key => record.fqdn }
}

output "health_check_ids" {
  description = "Identifiers of the health checks by name."
  value       = { for key, check in aws_route53_health_check.this : key => check.id }
}
