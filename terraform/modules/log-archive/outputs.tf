output "delivery_stream_arns" {
  description = "ARNs of the delivery streams, keyed as in log_groups."
  value       = { for key, stream in aws_kinesis_firehose_delivery_stream.this : key => stream.arn }
}

output "deliver_role_arn" {
  description = "ARN of the role that writes to the bucket, for the policies of a bucket and its key, known once its own policy is in force."
  value       = aws_iam_role.deliver.arn

  depends_on = [aws_iam_role_policy.deliver]
}
