output "arns" {
  description = "ARNs of the secrets by key, known once their policies keep others out."
  value       = { for key, secret in aws_secretsmanager_secret.this : key => secret.arn }

  depends_on = [aws_secretsmanager_secret_policy.this]
}

output "names" {
  description = "Names of the secrets by key, known once their policies keep others out."
  value       = { for key, secret in aws_secretsmanager_secret.this : key => secret.name }

  depends_on = [aws_secretsmanager_secret_policy.this]
}
