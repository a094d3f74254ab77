locals {
  watched = anytrue([for environment in values(var.environments) : length(environment.alarm_arns) > 0])
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["appconfig.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.watched ? 1 : 0

  name                 = "${var.name}-appconfig"
  description          = "AppConfig: looks at alarms during a deployment."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

# As AppConfig asks for it:
# https://docs.aws.amazon.com/appconfig/latest/userguide/setting-up-appconfig.html
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "LookAtAlarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "this" {
  count = local.watched ? 1 : 0

  name   = "look-at-alarms"
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.this.json
}
