# The dead-letter queue of a FIFO queue is a FIFO queue:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
resource "aws_sqs_queue" "dead_letters" {
  count = var.dead_letters == null ? 0 : 1

  name       = "${var.name}-dead-letters${local.suffix}"
  fifo_queue = var.fifo == null ? null : true
  tags       = var.tags

  message_retention_seconds = var.dead_letters.message_retention_seconds
  receive_wait_time_seconds = var.receive_wait_seconds

  kms_master_key_id       = var.kms_key_arn
  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null
}

# Not an IAM policy: no other queue leaves its messages here.
resource "aws_sqs_queue_redrive_allow_policy" "this" {
  count = var.dead_letters == null ? 0 : 1

  queue_url = aws_sqs_queue.dead_letters[0].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}
