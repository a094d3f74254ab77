data "aws_iam_policy_document" "require_mfa" {
  statement {
    sid         = "DenyAllWithoutMfa"
    effect      = "Deny"
    not_actions = ["iam:ChangePassword", "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"]
    resources   = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }
}

resource "aws_iam_policy" "require_mfa" {
  name   = "shop-require-mfa"
  policy = data.aws_iam_policy_document.require_mfa.json
}

resource "aws_iam_group" "developers" {
  name = "shop-developers"
}

resource "aws_iam_group_policy_attachment" "require_mfa" {
  group      = aws_iam_group.developers.name
  policy_arn = aws_iam_policy.require_mfa.arn
}
