# Lambda reads the queue with the role of the function:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "ReadQueue"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [module.queue.arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]

    content {
      sid       = "UseKeyOfQueue"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "queue-${var.name}"
  role   = var.function.role_name
  policy = data.aws_iam_policy_document.this.json
}
