output "plan_id" {
  description = "Identifier of the backup plan; null without rules."
  value       = one(aws_backup_plan.this[*].id)
}

output "vault_arn" {
  description = "ARN of the vault, known once its policy protects what it keeps."
  value       = aws_backup_vault.this.arn

  depends_on = [aws_backup_vault_policy.this]
}

output "vault_name" {
  description = "Name of the vault, known once its policy protects what it keeps."
  value       = aws_backup_vault.this.name

  depends_on = [aws_backup_vault_policy.this]
}
