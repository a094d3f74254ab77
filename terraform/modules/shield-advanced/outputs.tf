output "protection_arns" {
  description = "ARNs of the protections, keyed as in protections."
  value       = { for key, protection in aws_shield_protection.this : key => protection.arn }
}

output "protection_ids" {
  description = "Identifiers of the protections, keyed as in protections."
  value       = { for key, protection in aws_shield_protection.this : key => protection.id }
}
