data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    # AWS does not document that EventBridge says the account here: where the key is absent, a plain condition would never match.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html, narrowed to this cluster and these roles.
data "aws_iam_policy_document" "run" {
  statement {
    sid     = "RunTask"
    actions = ["ecs:RunTask"]
    # A later revision of the same family runs with the rights that its roles give it.
    resources = ["${replace(var.task_definition_arn, "/:[0-9]+$/", "")}:*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [var.cluster_arn]
    }
  }

  statement {
    sid       = "TagTask"
    actions   = ["ecs:TagResource"]
    resources = ["${replace(var.cluster_arn, ":cluster/", ":task/")}/*"]

    condition {
      test     = "StringEquals"
      variable = "ecs:CreateAction"
      values   = ["RunTask"]
    }
  }

  statement {
    sid       = "PassRoles"
    actions   = ["iam:PassRole"]
    resources = [var.execution_role_arn, var.task_role_arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-schedule"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "EventBridge: starts tasks on schedule."
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "run-task"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.run.json
}
