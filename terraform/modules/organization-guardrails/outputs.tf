output "arns" {
  description = "ARNs of the policies: baseline, regions where allowed_regions are given, and those of denials by their names."
  value       = { for key, policy in aws_organizations_policy.this : key => policy.arn }
}

output "ids" {
  description = "Identifiers of the policies, keyed as arns."
  value       = { for key, policy in aws_organizations_policy.this : key => policy.id }
}
