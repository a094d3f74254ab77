# In the policy of a secret the resource "*" means this secret, and each of its copies: Secrets Manager copies the policy as it is to
# the other region, where the ARN is another one. https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html

data "aws_iam_policy_document" "this" {
  for_each = var.secrets

  statement {
    sid       = "AllowReaders"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = each.value.reader_arns
    }
  }

  # Whatever the account's IAM policies allow, nobody else reads the value.
  statement {
    sid       = "DenyEverybodyElse"
    effect    = "Deny"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = each.value.reader_arns
    }
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  for_each = var.secrets

  secret_arn          = aws_secretsmanager_secret.this[each.key].arn
  block_public_policy = true
  policy              = data.aws_iam_policy_document.this[each.key].json
}
