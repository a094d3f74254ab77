output "bucket_arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "bucket_name" {
  description = "Name of the bucket, as the S3 backend wants it."
  value       = aws_s3_bucket.this.id
}

output "lock_table_arn" {
  description = "ARN of the lock table; null without one."
  value       = one(aws_dynamodb_table.lock[*].arn)
}

output "lock_table_name" {
  description = "Name of the lock table, as the S3 backend wants it; null without one."
  value       = one(aws_dynamodb_table.lock[*].name)
}
