# A Deny with NotAction grants nothing, so what it spares is allowed here as well, for a person's own user:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html

data "aws_partition" "current" {}

locals {
  iam_arn = "arn:${data.aws_partition.current.partition}:iam::*"

  # What a person needs in order to sign in for the first time and to enrol a device, by the resource that takes it.
  enrolment = {
    ListAnything = {
      actions  = ["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"]
      resource = "*"
    }
    # The console asks for a name for each device, and what was begun and given up keeps its name, so a single name would shut people
    # out. AWS's own example allows every name; one that begins with the person's leaves those of others alone:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_mfa-selfmanage.html
    CreateOwnDevice = {
      actions  = ["iam:CreateVirtualMFADevice"]
      resource = "${local.iam_arn}:mfa/&{aws:username}*"
    }
    ManageOwnUser = {
      actions = [
        "iam:ChangePassword",
        "iam:EnableMFADevice",
        "iam:GetMFADevice",
        "iam:GetUser",
        "iam:ListMFADevices",
        "iam:ResyncMFADevice",
      ]
      resource = "${local.iam_arn}:user/&{aws:username}"
    }
  }
}

data "aws_iam_policy_document" "require_mfa" {
  statement {
    sid    = "DenyAllWithoutMfa"
    effect = "Deny"

    # STS gives a session to everybody who asks, without a permission.
    not_actions = concat(["sts:GetSessionToken"], flatten([for allowed in values(local.enrolment) : allowed.actions]))
    resources   = ["*"]

    condition {
      test     = "BoolIfExists"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = local.enrolment

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = [statement.value.resource]
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
