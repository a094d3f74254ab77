data "aws_iam_policy_document" "baseline" {
  statement {
    sid       = "StayInTheOrganization"
    effect    = "Deny"
    actions   = ["organizations:LeaveOrganization"]
    resources = ["*"]
  }

  # Who records what happens goes on, also where an account's own administrators would rather not.
  statement {
    sid    = "KeepRecords"
    effect = "Deny"
    actions = [
      "access-analyzer:DeleteAnalyzer",
      "cloudtrail:DeleteTrail",
      "cloudtrail:PutEventSelectors",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
      "config:DeleteConfigurationRecorder",
      "config:DeleteDeliveryChannel",
      "config:StopConfigurationRecorder",
      "guardduty:DeleteDetector",
      "guardduty:DisassociateFromAdministratorAccount",
      "guardduty:UpdateDetector",
      "securityhub:DisableSecurityHub",
      "securityhub:DisassociateFromAdministratorAccount",
    ]
    resources = ["*"]

    dynamic "condition" {
      for_each = local.sparing

      content {
        test     = "ArnNotLike"
        variable = "aws:PrincipalArn"
        values   = condition.value
      }
    }
  }

  statement {
    sid       = "KeepPublicAccessBlocked"
    effect    = "Deny"
    actions   = ["ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess", "s3:PutAccountPublicAccessBlock"]
    resources = ["*"]

    dynamic "condition" {
      for_each = local.sparing

      content {
        test     = "ArnNotLike"
        variable = "aws:PrincipalArn"
        values   = condition.value
      }
    }
  }

  dynamic "statement" {
    for_each = var.root_users_denied ? [1] : []

    content {
      sid       = "DoNothingAsRoot"
      effect    = "Deny"
      actions   = ["*"]
      resources = ["*"]

      condition {
        test     = "ArnLike"
        variable = "aws:PrincipalArn"
        values   = ["arn:${data.aws_partition.current.partition}:iam::*:root"]
      }
    }
  }
}

locals {
  sparing = length(var.exempt_role_arns) > 0 ? [sort(var.exempt_role_arns)] : []
}
