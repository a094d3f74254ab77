output "arns" {
  description = "ARNs of the security groups by name."
  value       = { for key, group in aws_security_group.this : key => group.arn }
}

output "ids" {
  description = "Identifiers of the security groups by name."
  value       = { for key, group in aws_security_group.this : key => group.id }
}
