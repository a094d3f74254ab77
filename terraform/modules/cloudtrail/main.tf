data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Spelled out because the bucket's policy must name the trail before the trail exists.
  trail_arn = "arn:${data.aws_partition.current.partition}:cloudtrail:${data.aws_region.current.id}:${var.account_id}:trail/${var.name}"
}

resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = aws_s3_bucket.this.bucket
  kms_key_id                    = var.kms_key_arn
  cloud_watch_logs_group_arn    = var.deliver_to_log_group ? "${aws_cloudwatch_log_group.this[0].arn}:*" : null
  cloud_watch_logs_role_arn     = var.deliver_to_log_group ? aws_iam_role.this[0].arn : null
  enable_log_file_validation    = true
  enable_logging                = true
  include_global_service_events = true
  is_multi_region_trail         = true
  tags                          = var.tags

  # Management events hold every read of a secret and every use of a key.
  event_selector {
    include_management_events = true
    read_write_type           = "All"

    dynamic "data_resource" {
      for_each = length(var.data_event_bucket_arns) > 0 ? ["AWS::S3::Object"] : []

      content {
        type   = data_resource.value
        values = [for arn in var.data_event_bucket_arns : "${arn}/"]
      }
    }

    dynamic "data_resource" {
      for_each = length(var.data_event_function_arns) > 0 ? ["AWS::Lambda::Function"] : []

      content {
        type   = data_resource.value
        values = var.data_event_function_arns
      }
    }
  }

  # CloudTrail finds what is unusual in the management events above:
  # https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_InsightSelector.html
  dynamic "insight_selector" {
    for_each = var.insights_enabled ? ["ApiCallRateInsight", "ApiErrorRateInsight"] : []

    content {
      insight_type = insight_selector.value
    }
  }

  # CloudTrail tests both deliveries when the trail is made.
  depends_on = [aws_s3_bucket_policy.this, aws_iam_role_policy.this]
}
