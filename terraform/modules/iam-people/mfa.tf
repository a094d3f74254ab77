data "aws_iam_policy_document" "require_mfa" {
  statement {
    sid    = "DenyAllWithoutMfa"
    effect = "Deny"

    # What a person needs in order to sign in for the first time and to enrol a device.
    not_actions = [
      "iam:ChangePassword",
      "iam:CreateVirtualMFADevice",
      "iam:EnableMFADevice",
      "iam:GetAccountPasswordPolicy",
      "iam:GetUser",
      "iam:ListMFADevices",
      "iam:ListVirtualMFADevices",
      "iam:ResyncMFADevice",
      "sts:GetSessionToken",
    ]
    resources = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }
}

resource "aws_iam_policy" "require_mfa" {
  name        = "${var.name}-require-mfa"
  description = "Denies everything but enrolling a device to sessions without multi-factor authentication."
  policy      = data.aws_iam_policy_document.require_mfa.json
  tags        = var.tags
}

resource "aws_iam_group_policy_attachment" "require_mfa" {
  for_each = var.groups

  group      = aws_iam_group.this[each.key].name
  policy_arn = aws_iam_policy.require_mfa.arn
}
