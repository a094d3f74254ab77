# The logs of tasks and functions, written on to the bucket for logs, where they can be read without CloudWatch.

locals {
  archived_log_groups = var.log_archive_enabled ? {
    api    = "/aws/lambda/${local.stage}-api"
    app    = "/ecs/${local.stage}"
    worker = "/aws/lambda/${local.stage}-worker"
  } : {}
}

module "log_archive_roles" {
  source   = "../../modules/iam-role"
  for_each = var.log_archive_enabled ? toset(["archive", "subscription"]) : []

  description     = each.key == "archive" ? "Firehose: writes logs to the bucket." : "CloudWatch Logs: hands logs to Firehose."
  inline_policies = { logs = data.aws_iam_policy_document.log_archive[each.key].json }
  name            = "${local.name}-log-${each.key}"

  trust = {
    services = {
      (each.key == "archive" ? "firehose.amazonaws.com" : "logs.amazonaws.com") = {
        conditions = each.key == "archive" ? [local.own_account] : [{
          test     = "StringLike"
          variable = "aws:SourceArn"
          values   = ["arn:${local.partition}:logs:${var.region}:${local.account_id}:*"]
        }]
      }
    }
  }
}

data "aws_iam_policy_document" "log_archive" {
  for_each = var.log_archive_enabled ? toset(["archive", "subscription"]) : []

  # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
  dynamic "statement" {
    for_each = each.key == "archive" ? [true] : []

    content {
      sid       = "WriteObjects"
      actions   = ["s3:AbortMultipartUpload", "s3:PutObject"]
      resources = ["${module.logs_bucket.arn}/application/*"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "archive" ? [true] : []

    content {
      sid       = "FindBucket"
      actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
      resources = [module.logs_bucket.arn]
    }
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
  dynamic "statement" {
    for_each = each.key == "subscription" ? [true] : []

    content {
      sid       = "HandOver"
      actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
      resources = ["arn:${local.partition}:firehose:${var.region}:${local.account_id}:deliverystream/${local.name}-logs"]
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "logs" {
  count = var.log_archive_enabled ? 1 : 0

  name        = "${local.name}-logs"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = module.logs_bucket.arn
    buffering_interval  = 300
    buffering_size      = 5
    compression_format  = "UNCOMPRESSED" # CloudWatch Logs has compressed it already
    error_output_prefix = "application-errors/"
    prefix              = "application/"
    role_arn            = module.log_archive_roles["archive"].arn
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_cloudwatch_log_subscription_filter" "archive" {
  for_each = local.archived_log_groups

  name            = "archive"
  destination_arn = aws_kinesis_firehose_delivery_stream.logs[0].arn
  filter_pattern  = ""
  log_group_name  = each.value
  role_arn        = module.log_archive_roles["subscription"].arn

  depends_on = [module.functions, module.log_groups]
}
