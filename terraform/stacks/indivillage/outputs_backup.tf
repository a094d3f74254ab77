output "backup_vault_arns" {
  description = "ARNs of the backup vaults, by how much a loss would hurt."
  value       = { for importance, backup in module.backup : importance => backup.vault_arn }
}

output "export_document_name" {
  description = "Name of the document of Systems Manager that exports the database and the settings, to start it out of turn."
  value       = aws_ssm_document.export.name
}

output "replica_backup_vault_arns" {
  description = "ARNs of the backup vaults in the replica region, by how much a loss would hurt; empty without copies."
  value       = { for importance, backup in module.backup_replica : importance => backup.vault_arn }
}
