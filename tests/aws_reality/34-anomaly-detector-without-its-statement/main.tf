data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administer"
    actions   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
  }

  statement {
    sid       = "LogGroups"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.us-east-1.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:us-east-1:123456789012:log-group:*"]
    }
  }
}

resource "aws_kms_key" "logs" {
  description         = "Logs of the shop."
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

resource "aws_cloudwatch_log_group" "app" {
  name       = "/ecs/shop/app"
  kms_key_id = aws_kms_key.logs.arn
}

resource "aws_cloudwatch_log_anomaly_detector" "app" {
  detector_name        = "shop-app"
  enabled              = true
  evaluation_frequency = "FIFTEEN_MIN"
  kms_key_id           = aws_kms_key.logs.arn
  log_group_arn_list   = [aws_cloudwatch_log_group.app.arn]
}
