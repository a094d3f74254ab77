output "arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "bucket_arn" {
  description = "ARN of the bucket that keeps the files of the trail, known once its policy is in force."
  value       = aws_s3_bucket.this.arn

  depends_on = [aws_s3_bucket_policy.this]
}

output "bucket_name" {
  description = "Name of the bucket that keeps the files of the trail, known once its policy is in force."
  value       = aws_s3_bucket.this.bucket

  depends_on = [aws_s3_bucket_policy.this]
}

output "log_group_name" {
  description = "Name of the log group that receives the events; null without one."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "name" {
  description = "Name of the trail."
  value       = aws_cloudtrail.this.name
}
