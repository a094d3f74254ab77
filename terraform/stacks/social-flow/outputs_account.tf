output "trail_arn" {
  description = "ARN of the audit trail; null where the account baseline is managed elsewhere."
  value       = one(module.trail[*].arn)
}

output "trail_bucket_name" {
  description = "Name of the bucket that keeps the audit trail; null where the account baseline is managed elsewhere."
  value       = one(module.trail[*].bucket_name)
}
