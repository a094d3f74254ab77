output "backup_vault_arn" {
  description = "ARN of the backup vault."
  value       = module.backup.vault_arn
}

output "replica_backup_vault_arn" {
  description = "ARN of the backup vault in the replica region; null without copies."
  value       = one(module.backup_replica[*].vault_arn)
}
