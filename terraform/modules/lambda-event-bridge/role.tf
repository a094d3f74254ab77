# Scheduler says for which group of schedules it takes a role:
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
data "aws_iam_policy_document" "trust" {
  count = length(var.schedules) > 0 ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_scheduler_schedule_group.this[0].arn]
    }
  }
}

resource "aws_iam_role" "this" {
  count = length(var.schedules) > 0 ? 1 : 0

  name                 = "${var.name}-schedules"
  description          = "Scheduler: calls the function ${var.function.name}."
  assume_role_policy   = data.aws_iam_policy_document.trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "call" {
  statement {
    sid       = "CallFunction"
    actions   = ["lambda:InvokeFunction"]
    resources = [var.function.arn]
  }

  dynamic "statement" {
    for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

    content {
      sid       = "LeaveDeadLetters"
      actions   = ["sqs:SendMessage"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = try(var.dead_letter_queue.kms_key_arn, null) == null ? [] : [var.dead_letter_queue.kms_key_arn]

    content {
      sid       = "UseKeyOfDeadLetters"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }

  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]

    content {
      sid       = "ReadSchedules"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  count = length(var.schedules) > 0 ? 1 : 0

  name   = "call-function"
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.call.json
}
