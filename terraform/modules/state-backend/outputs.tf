output "bucket_arn" {
  description = "ARN of the bucket, known once its policy is in force."
  value       = aws_s3_bucket.this.arn

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_versioning.this]
}

output "bucket_name" {
  description = "Name of the bucket, as the S3 backend wants it, known once its policy is in force."
  value       = aws_s3_bucket.this.id

  depends_on = [aws_s3_bucket_policy.this]
}

output "lock_table_arn" {
  description = "ARN of the lock table; null without one."
  value       = one(aws_dynamodb_table.lock[*].arn)
}

output "lock_table_name" {
  description = "Name of the lock table, as the S3 backend wants it; null without one."
  value       = one(aws_dynamodb_table.lock[*].name)
}
