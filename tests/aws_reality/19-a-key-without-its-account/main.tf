data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administer"
    actions   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/security"]
    }
  }
}

resource "aws_kms_key" "data" {
  description         = "Data of the shop."
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}
