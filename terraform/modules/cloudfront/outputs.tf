output "arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "domain_name" {
  description = "Domain name of the distribution."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "Identifier of the hosted zone of the domain name, for alias records."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "id" {
  description = "Identifier of the distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "origin_access_identity_arn" {
  description = "ARN of the origin access identity; null unless origin_access is identity."
  value       = one(aws_cloudfront_origin_access_identity.this[*].iam_arn)
}
