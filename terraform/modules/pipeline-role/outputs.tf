output "identity_provider_arns" {
  description = "ARNs of the identity providers by their key, also of those that exist already."
  value       = local.identity_provider_arns

  depends_on = [aws_iam_openid_connect_provider.this]
}

output "role_arns" {
  description = "ARNs of the roles by their key, known once the roles have their rights."
  value       = { for key, role in aws_iam_role.this : key => role.arn }

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "role_names" {
  description = "Names of the roles by their key, known once the roles have their rights."
  value       = { for key, role in aws_iam_role.this : key => role.name }

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}
