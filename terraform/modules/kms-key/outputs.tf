output "alias_arn" {
  description = "ARN of the alias."
  value       = aws_kms_alias.this.arn
}

output "arn" {
  description = "ARN of the key."
  value       = aws_kms_key.this.arn
}

output "id" {
  description = "Identifier of the key."
  value       = aws_kms_key.this.key_id
}

output "name" {
  description = "Name of the alias, with its prefix alias/."
  value       = aws_kms_alias.this.name
}
