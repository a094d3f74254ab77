# With a policy of its own a file system no longer admits everybody who reaches it:
# https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "DenyPlainTransport"
    effect    = "Deny"
    actions   = ["elasticfilesystem:*"]
    resources = [aws_efs_file_system.this.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = var.clients

    content {
      sid = "Mount${join("", [for word in split("-", statement.key) : title(word)])}"
      actions = concat(
        ["elasticfilesystem:ClientMount"],
        statement.value.write ? ["elasticfilesystem:ClientWrite"] : [],
      )
      resources = [aws_efs_file_system.this.arn]

      principals {
        type        = "AWS"
        identifiers = [statement.value.role_arn]
      }

      condition {
        test     = "Bool"
        variable = "elasticfilesystem:AccessedViaMountTarget"
        values   = ["true"]
      }

      condition {
        test     = "StringEquals"
        variable = "elasticfilesystem:AccessPointArn"
        values   = [for key in statement.value.access_points : aws_efs_access_point.this[key].arn]
      }
    }
  }
}

resource "aws_efs_file_system_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  policy         = data.aws_iam_policy_document.this.json
}
