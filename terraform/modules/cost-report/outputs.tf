output "arn" {
  description = "ARN of the export."
  value       = aws_bcmdataexports_export.this.export[0].export_arn
}

output "policy_statements" {
  description = "Statements that the policy of the bucket needs so that the export can be delivered, for policy_statements of the module s3-bucket; known before the export."
  # https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
  value = {
    deliver-cost-report = {
      actions       = ["s3:GetBucketPolicy", "s3:PutObject"]
      bucket_itself = true
      conditions = [
        {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = [var.account_id]
        },
        {
          test     = "ArnLike"
          variable = "aws:SourceArn"
          values   = ["arn:${data.aws_partition.current.partition}:bcm-data-exports:us-east-1:${var.account_id}:export/*"]
        },
      ]
      objects    = ["${var.bucket_prefix}/*"]
      principals = { Service = ["bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com"] }
    }
  }
}
