resource "aws_cloudwatch_log_group" "this" {
  count = var.deliver_to_log_group ? 1 : 0

  name              = "/aws/cloudtrail/${var.name}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.deliver_to_log_group ? 1 : 0

  name                 = "${var.name}-cloudtrail"
  description          = "Lets CloudTrail write the trail ${var.name} to CloudWatch Logs."
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "deliver" {
  count = var.deliver_to_log_group ? 1 : 0

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this[0].arn}:log-stream:${var.account_id}_CloudTrail_*"]
  }
}

resource "aws_iam_role_policy" "this" {
  count = var.deliver_to_log_group ? 1 : 0

  name   = "deliver-events"
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.deliver[0].json
}
