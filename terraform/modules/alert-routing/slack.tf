data "aws_partition" "current" {}

locals {
  slack_routes = { for severity, route in var.routes : severity => route if route.slack != null }
}

data "aws_iam_policy_document" "slack" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["chatbot.amazonaws.com"]
    }

    # Not documented for chat applications: where the key is absent, a condition without IfExists would never match.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# The role has no permission at all: the channels receive messages, and nobody runs commands from them.
resource "aws_iam_role" "slack" {
  count = length(local.slack_routes) > 0 ? 1 : 0

  name                 = "${var.name}-slack"
  assume_role_policy   = data.aws_iam_policy_document.slack.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_chatbot_slack_channel_configuration" "this" {
  for_each = local.slack_routes

  configuration_name    = "${var.name}-${each.key}"
  guardrail_policy_arns = ["arn:${data.aws_partition.current.partition}:iam::aws:policy/CloudWatchReadOnlyAccess"]
  iam_role_arn          = aws_iam_role.slack[0].arn
  logging_level         = "ERROR"
  slack_channel_id      = each.value.slack.channel_id
  slack_team_id         = var.slack_team_id
  sns_topic_arns        = [module.topics[each.key].arn]
  tags                  = var.tags
}
