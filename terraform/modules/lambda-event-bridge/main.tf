resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.rules

  name                = "${var.name}-${each.key}"
  description         = each.value.description
  event_bus_name      = var.event_bus_name
  event_pattern       = each.value.event_pattern
  schedule_expression = each.value.schedule_expression
  state               = each.value.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_lambda_permission" "this" {
  for_each = var.rules

  statement_id  = "${var.name}-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = var.function.name
  principal     = "events.amazonaws.com"
  qualifier     = var.function.alias
  source_arn    = aws_cloudwatch_event_rule.this[each.key].arn
}

# No role: the function's own policy lets the rule call it, and with a role beside it delivery may fail,
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
resource "aws_cloudwatch_event_target" "this" {
  for_each = var.rules

  rule           = aws_cloudwatch_event_rule.this[each.key].name
  event_bus_name = var.event_bus_name
  target_id      = "function"
  arn            = var.function.arn
  input          = each.value.input

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

  # An event that comes first would be refused, and not be tried again.
  depends_on = [aws_lambda_permission.this]
}
