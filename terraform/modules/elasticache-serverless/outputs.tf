output "arn" {
  description = "ARN of the cache."
  value       = aws_elasticache_serverless_cache.this.arn
}

output "endpoint" {
  description = "Host name and port that take writes, over TLS."
  value       = one(aws_elasticache_serverless_cache.this.endpoint)
}

output "name" {
  description = "Name of the cache."
  value       = aws_elasticache_serverless_cache.this.name
}

output "reader_endpoint" {
  description = "Host name and port that answer reads which may be a moment old."
  value       = one(aws_elasticache_serverless_cache.this.reader_endpoint)
}

output "user_arns" {
  description = "ARNs of the users by key."
  value       = { for key, user in aws_elasticache_user.this : key => user.arn }
}
