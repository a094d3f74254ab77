output "trail_arn" {
  description = "ARN of the audit trail; null where the account baseline is managed elsewhere."
  value       = one(module.trail[*].arn)
}
