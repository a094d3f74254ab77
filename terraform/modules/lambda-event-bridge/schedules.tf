# Schedules that know time zones. Scheduler calls the function with a role, where a rule has the function's permission.

resource "aws_scheduler_schedule_group" "this" {
  count = length(var.schedules) > 0 ? 1 : 0

  name = var.name
  tags = var.tags
}

resource "aws_scheduler_schedule" "this" {
  for_each = var.schedules

  name                         = each.key
  description                  = each.value.description
  group_name                   = aws_scheduler_schedule_group.this[0].name
  kms_key_arn                  = var.kms_key_arn
  schedule_expression          = each.value.schedule_expression
  schedule_expression_timezone = each.value.time_zone
  state                        = each.value.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode                      = each.value.flexible_minutes == 0 ? "OFF" : "FLEXIBLE"
    maximum_window_in_minutes = each.value.flexible_minutes == 0 ? null : each.value.flexible_minutes
  }

  target {
    arn      = var.function.arn
    input    = each.value.input
    role_arn = aws_iam_role.this[0].arn

    retry_policy {
      maximum_event_age_in_seconds = var.retry.maximum_event_age_seconds
      maximum_retry_attempts       = var.retry.maximum_attempts
    }

    dynamic "dead_letter_config" {
      for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

      content {
        arn = dead_letter_config.value
      }
    }
  }

  # Without its rights the role calls nothing.
  depends_on = [aws_iam_role_policy.this]
}
