output "arn" {
  description = "ARN of the bucket, known once it can be the target of replication."
  value       = aws_s3_bucket.this.arn

  depends_on = [aws_s3_bucket_versioning.this]
}

output "bucket_regional_domain_name" {
  description = "Regional domain name of the bucket, for CloudFront origins."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "id" {
  description = "Name of the bucket, known once its policy admits those who may write to it."
  value       = aws_s3_bucket.this.id

  depends_on = [aws_s3_bucket_policy.this]
}
