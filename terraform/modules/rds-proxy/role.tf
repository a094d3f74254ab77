data "aws_region" "current" {}

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rds.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for user in values(var.users) : user.secret_arn]
  }

  dynamic "statement" {
    for_each = anytrue([for user in values(var.users) : user.kms_key != null]) ? [true] : []

    content {
      sid       = "DecryptSecrets"
      actions   = ["kms:Decrypt"]
      resources = distinct([for user in values(var.users) : user.kms_key.arn if user.kms_key != null])

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${data.aws_region.current.id}.amazonaws.com"]
      }
    }
  }
}

# Made of nothing that tells of secrets, so that the policies of the secrets can name it.
resource "aws_iam_role" "this" {
  name                 = "${var.name}-proxy"
  description          = "Secrets that the proxy ${var.name} reads."
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "secrets"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.secrets.json
}
