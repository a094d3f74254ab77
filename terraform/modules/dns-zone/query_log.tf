# Route 53 writes to us-east-1 only, and to groups below /aws/route53/ by convention:
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html

resource "aws_cloudwatch_log_group" "queries" {
  count = local.logged ? 1 : 0

  name              = "/aws/route53/${var.name}"
  kms_key_id        = var.query_logging.kms_key_arn
  retention_in_days = var.query_logging.log_retention_days
  tags              = var.tags

  lifecycle {
    precondition {
      condition     = data.aws_region.current.id == "us-east-1"
      error_message = "Queries are logged in us-east-1: pass a provider of that region, or set query_logging to null."
    }
  }
}

data "aws_iam_policy_document" "queries" {
  count = local.logged ? 1 : 0

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.queries[0].arn}:*"]

    principals {
      type        = "Service"
      identifiers = ["route53.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_route53_zone.this.arn]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "queries" {
  count = local.logged && try(var.query_logging.manage_resource_policy, false) ? 1 : 0

  policy_name     = "route53-${local.identifier}"
  policy_document = data.aws_iam_policy_document.queries[0].json
}

resource "aws_route53_query_log" "this" {
  count = local.logged ? 1 : 0

  cloudwatch_log_group_arn = aws_cloudwatch_log_group.queries[0].arn
  zone_id                  = aws_route53_zone.this.zone_id

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}
