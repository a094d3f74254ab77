output "arn" {
  description = "ARN of the user pool."
  value       = aws_cognito_user_pool.this.arn
}

output "client_ids" {
  description = "Identifiers of the clients by name, the audiences of their tokens."
  value       = { for key, client in aws_cognito_user_pool_client.this : key => client.id }
}

output "domain_distribution" {
  description = "Name of the distribution behind a domain of one's own, for an alias record; null without a domain."
  value       = one(aws_cognito_user_pool_domain.this[*].cloudfront_distribution)
}

output "id" {
  description = "Identifier of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "identity_pool_id" {
  description = "Identifier of the identity pool; null without one."
  value       = one(aws_cognito_identity_pool.this[*].id)
}

output "issuer" {
  description = "Issuer of the tokens, for authorizers of lambda-http-api."
  value       = "https://${aws_cognito_user_pool.this.endpoint}"
}

output "role_arn" {
  description = "ARN of the role of whoever has signed in, known once it has its rights; null without an identity pool."
  value       = one(aws_iam_role.this[*].arn)

  depends_on = [aws_iam_role_policy.this]
}
