locals {
  # ElastiCache publishes to a topic only when it is not encrypted:
  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html
  key = var.kms_key_arn == null ? "alias/aws/sns" : var.kms_key_arn
}

resource "aws_sns_topic" "this" {
  name              = var.name
  display_name      = var.display_name
  kms_master_key_id = var.cache_events_enabled ? null : local.key
  tags              = var.tags
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "DenyPlainTransport"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # ElastiCache publishes as nobody in particular, and tells its account under this key alone. With aws:SourceAccount it would
  # set the topic to inactive: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ECEvents.SNS.html
  dynamic "statement" {
    for_each = var.cache_events_enabled ? [var.account_id] : []

    content {
      sid       = "AllowElastiCache"
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.this.arn]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceOwner"
        values   = [statement.value]
      }
    }
  }

  dynamic "statement" {
    for_each = var.publisher_services

    content {
      sid       = "Allow${replace(title(replace(statement.value, ".", " ")), " ", "")}"
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.this.arn]

      principals {
        type        = "Service"
        identifiers = [statement.value]
      }

      # EventBridge sends no condition keys when it publishes: with a condition its messages would be dropped silently.
      dynamic "condition" {
        for_each = statement.value == "events.amazonaws.com" ? [] : [var.account_id]

        content {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = [condition.value]
        }
      }
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.this.json
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.subscriptions

  topic_arn            = aws_sns_topic.this.arn
  protocol             = each.value.protocol
  endpoint             = each.value.endpoint == null ? var.sensitive_endpoints[each.key] : each.value.endpoint
  filter_policy        = each.value.filter_policy
  filter_policy_scope  = each.value.filter_policy == null ? null : each.value.filter_policy_scope
  raw_message_delivery = each.value.raw_message_delivery

  # Incident services confirm an HTTPS subscription by themselves, so Terraform can wait for it.
  endpoint_auto_confirms = each.value.protocol == "https"

  # Not an IAM policy: where SNS leaves the messages that it cannot deliver.
  redrive_policy = each.value.dead_letter_queue == null ? null : jsonencode({
    deadLetterTargetArn = each.value.dead_letter_queue.arn
  })
}
