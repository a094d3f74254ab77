# This module's whole job is to put a queue and its reader together, so it calls its sibling.
module "queue" {
  source = "../sqs-queue"

  name                       = var.name
  dead_letters               = var.dead_letters
  fifo                       = var.fifo
  kms_key_arn                = var.kms_key_arn
  message_retention_seconds  = var.message_retention_seconds
  senders                    = var.senders
  tags                       = var.tags
  visibility_timeout_seconds = coalesce(var.visibility_timeout_seconds, 6 * var.function.timeout_seconds)
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn                   = module.queue.arn
  function_name                      = var.function.arn
  batch_size                         = var.batch_size
  enabled                            = var.enabled
  maximum_batching_window_in_seconds = var.fifo == null ? var.batching_window_seconds : null
  tags                               = var.tags

  # Of a batch only what failed is received again.
  function_response_types = ["ReportBatchItemFailures"]

  dynamic "scaling_config" {
    for_each = var.maximum_concurrency == null ? [] : [var.maximum_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  # Lambda looks whether the role may read the queue.
  depends_on = [aws_iam_role_policy.this]
}
