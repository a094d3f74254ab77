data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# A role for each call, so that none may do what another does.
resource "aws_iam_role" "this" {
  for_each = var.calls

  name                 = "${var.name}-${each.key}"
  description          = each.value.description
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "this" {
  for_each = var.calls

  statement {
    sid       = "Call"
    actions   = sort(each.value.permissions.actions)
    resources = sort(each.value.permissions.resources)
  }

  dynamic "statement" {
    for_each = length(each.value.passed_role_arns) > 0 ? [sort(each.value.passed_role_arns)] : []

    content {
      sid       = "PassRole"
      actions   = ["iam:PassRole"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

    content {
      sid       = "KeepWhatFailed"
      actions   = ["sqs:SendMessage"]
      resources = [statement.value]
    }
  }

  # Whoever sends to an encrypted queue needs its key.
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  dynamic "statement" {
    for_each = try(var.dead_letter_queue.kms_key, null) == null ? [] : [var.dead_letter_queue.kms_key.arn]

    content {
      sid       = "UseKeyOfQueue"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["sqs.*.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = var.calls

  name   = "call"
  role   = aws_iam_role.this[each.key].name
  policy = data.aws_iam_policy_document.this[each.key].json
}
