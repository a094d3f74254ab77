output "plan_id" {
  description = "Identifier of the backup plan; null without rules."
  value       = one(aws_backup_plan.this[*].id)
}

output "vault_arn" {
  description = "ARN of the vault."
  value       = aws_backup_vault.this.arn
}

output "vault_name" {
  description = "Name of the vault."
  value       = aws_backup_vault.this.name
}
