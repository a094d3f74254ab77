

data "aws_region" "current" {}

locals {
  region = data.aws_region.current.id
}

# What could not be delivered is written here, and nowhere else.
resource "aws_cloudwatch_log_group" "errors" {
  name              = "/aws/kinesisfirehose/${var.name}"
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_stream" "errors" {
  for_each = var.log_groups

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.errors.name
}

resource "aws_kinesis_firehose_delivery_stream" "this" {
  for_each = var.log_groups

  name        = "${var.name}-${each.key}"
  destination = "extended_s3"
  tags        = var.tags

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  extended_s3_configuration {
    bucket_arn          = var.bucket_arn
    buffering_interval  = 300
    buffering_size      = 64
    error_output_prefix = "${var.bucket_prefix}/errors/${each.key}/"
    prefix              = "${var.bucket_prefix}/${each.key}/"
    role_arn            = aws_iam_role.deliver.arn
    # CloudWatch Logs has compressed the events already (gzip).
    compression_format = "UNCOMPRESSED"

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.errors.name
      log_stream_name = aws_cloudwatch_log_stream.errors[each.key].name
    }
  }

  depends_on = [aws_iam_role_policy.deliver]
}

resource "aws_cloudwatch_log_subscription_filter" "this" {
  for_each = var.log_groups

  name            = var.name
  destination_arn = aws_kinesis_firehose_delivery_stream.this[each.key].arn
  filter_pattern  = each.value.filter_pattern
  log_group_name  = each.value.source_log_group
  role_arn        = aws_iam_role.subscribe.arn

  # CloudWatch Logs sends a test message when the filter is made.
  depends_on = [aws_iam_role_policy.subscribe]
}
