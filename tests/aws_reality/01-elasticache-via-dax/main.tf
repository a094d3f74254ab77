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
    sid       = "UseThroughServices"
    actions   = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["elasticache.us-east-1.amazonaws.com"]
    }
  }
}

resource "aws_kms_key" "data" {
  description         = "Data of the shop."
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "shop"
  description                = "Cache of the shop."
  at_rest_encryption_enabled = true
  engine                     = "redis"
  kms_key_id                 = aws_kms_key.data.arn
  node_type                  = "cache.t4g.small"
}
