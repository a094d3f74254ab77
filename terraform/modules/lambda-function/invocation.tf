# Who may call the function, and which queues it reads.

resource "aws_lambda_permission" "this" {
  for_each = var.permissions

  statement_id   = each.key
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this.function_name
  principal      = each.value.service
  qualifier      = each.value.alias == null ? null : local.aliases[each.value.alias].name
  source_account = each.value.source_account
  source_arn     = each.value.source_arn
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = var.queues

  event_source_arn                   = each.value.arn
  function_name                      = each.value.alias == null ? aws_lambda_function.this.arn : local.aliases[each.value.alias].arn
  batch_size                         = each.value.batch_size
  maximum_batching_window_in_seconds = each.value.fifo ? null : each.value.batching_window_seconds
  tags                               = var.tags

  # Of a batch only what failed is received again.
  function_response_types = ["ReportBatchItemFailures"]

  dynamic "scaling_config" {
    for_each = each.value.maximum_concurrency == null ? [] : [each.value.maximum_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  depends_on = [aws_iam_role_policy.this]
}
