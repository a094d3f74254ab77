locals {
  trail = "arn:aws:cloudtrail:us-east-1:123456789012:trail/shop"
}

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
    sid       = "Trail"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.trail]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:cloudtrail:arn"
      values   = [local.trail]
    }
  }
}

resource "aws_kms_key" "logs" {
  description         = "Trail of the shop."
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

resource "aws_cloudtrail" "shop" {
  name           = "shop"
  kms_key_id     = aws_kms_key.logs.arn
  s3_bucket_name = "shop-trail-123456789012"
}
