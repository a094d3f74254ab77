data "aws_partition" "current" {}

locals {
  # An API of AWS is called under the name that its SDK has for it; IAM knows most of them by the same.
  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
  targets = {
    for key, call in var.calls : key =>
    "arn:${data.aws_partition.current.partition}:scheduler:::aws-sdk:${call.service}:${call.action}"
  }
}

resource "aws_scheduler_schedule_group" "this" {
  name = var.name
  tags = var.tags
}

resource "aws_scheduler_schedule" "this" {
  for_each = var.calls

  name                         = each.key
  description                  = each.value.description
  group_name                   = aws_scheduler_schedule_group.this.name
  kms_key_arn                  = var.kms_key_arn
  schedule_expression          = each.value.schedule_expression
  schedule_expression_timezone = each.value.timezone
  state                        = each.value.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.targets[each.key]
    input    = jsonencode(each.value.input)
    role_arn = aws_iam_role.this[each.key].arn

    dynamic "dead_letter_config" {
      for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

      content {
        arn = dead_letter_config.value
      }
    }

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = each.value.retries
    }
  }

  depends_on = [aws_iam_role_policy.this]
}
