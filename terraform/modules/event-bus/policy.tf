# Without a policy the roles of the account put events on its buses, and nobody else.

data "aws_partition" "current" {}

data "aws_iam_policy_document" "this" {
  count = length(var.publishers) > 0 ? 1 : 0

  dynamic "statement" {
    for_each = var.publishers

    content {
      sid       = statement.key
      actions   = ["events:PutEvents"]
      resources = [aws_cloudwatch_event_bus.this[0].arn]

      principals {
        type        = "AWS"
        identifiers = ["arn:${data.aws_partition.current.partition}:iam::${statement.value.account_id}:root"]
      }

      # An event says itself where it comes from, so each account is held to its own sources:
      # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
      condition {
        test     = "StringEquals"
        variable = "events:source"
        values   = statement.value.sources
      }
    }
  }
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  count = length(var.publishers) > 0 ? 1 : 0

  event_bus_name = aws_cloudwatch_event_bus.this[0].name
  policy         = data.aws_iam_policy_document.this[0].json
}
