output "group_names" {
  description = "Names of the groups by key."
  value       = { for key, group in aws_iam_group.this : key => group.name }
}

output "require_mfa_policy_arn" {
  description = "ARN of the policy that denies sessions without multi-factor authentication."
  value       = aws_iam_policy.require_mfa.arn
}

output "saml_provider_arns" {
  description = "ARNs of the SAML providers by key."
  value       = { for key, provider in aws_iam_saml_provider.this : key => provider.arn }
}
