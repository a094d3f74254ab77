output "arn" {
  description = "ARN of the lifecycle policy."
  value       = aws_dlm_lifecycle_policy.this.arn
}

output "role_arn" {
  description = "ARN of the role that makes the snapshots, known once its policy is in force; the keys of volumes have to let it."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this]
}
