output "arn" {
  description = "ARN of the role, known once the role has its rights."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "instance_profile_arn" {
  description = "ARN of the instance profile, known once the role has its rights; null without one."
  value       = one(aws_iam_instance_profile.this[*].arn)

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "instance_profile_name" {
  description = "Name of the instance profile, known once the role has its rights; null without one."
  value       = one(aws_iam_instance_profile.this[*].name)

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "name" {
  description = "Name of the role, known once the role has its rights."
  value       = aws_iam_role.this.name

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "principal_arn" {
  description = "ARN of the role for policies that name it, known before the role has its rights, which may name what those policies protect."
  value       = aws_iam_role.this.arn
}
