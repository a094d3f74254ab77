locals {
  # SQS tells a FIFO queue by its name.
  suffix = var.fifo == null ? "" : ".fifo"
}

resource "aws_sqs_queue" "this" {
  name = "${var.name}${local.suffix}"
  tags = var.tags

  delay_seconds              = var.delay_seconds
  max_message_size           = var.max_message_bytes
  message_retention_seconds  = var.message_retention_seconds
  receive_wait_time_seconds  = var.receive_wait_seconds
  visibility_timeout_seconds = var.visibility_timeout_seconds

  fifo_queue                  = var.fifo == null ? null : true
  content_based_deduplication = var.fifo == null ? null : var.fifo.content_based_deduplication
  deduplication_scope         = var.fifo == null ? null : (var.fifo.high_throughput ? "messageGroup" : "queue")
  fifo_throughput_limit       = var.fifo == null ? null : (var.fifo.high_throughput ? "perMessageGroupId" : "perQueue")

  kms_master_key_id       = var.kms_key_arn
  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null

  # Not an IAM policy: where SQS moves the messages that nobody could process.
  redrive_policy = var.dead_letters == null ? null : jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[0].arn
    maxReceiveCount     = var.dead_letters.max_receive_count
  })
}
