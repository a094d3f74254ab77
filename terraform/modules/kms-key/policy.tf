# In a key policy the resource "*" means this key and nothing else.

data "aws_partition" "current" {}

locals {
  account_root = "arn:${data.aws_partition.current.partition}:iam::${var.account_id}:root"

  cryptographic_actions = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
  ]
}

data "aws_iam_policy_document" "this" {
  # Whoever manages the key cannot use it: no cryptographic action and no grant is listed here.
  statement {
    sid = "Administer"
    actions = [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListAliases",
      "kms:ListGrants",
      "kms:ListKeyPolicies",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:ReplicateKey",
      "kms:RevokeGrant",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
      "kms:UpdatePrimaryRegion",
    ]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = coalescelist(var.administrator_arns, [local.account_root])
    }
  }

  dynamic "statement" {
    for_each = length(var.user_arns) > 0 ? [true] : []

    content {
      sid       = "Use"
      actions   = local.cryptographic_actions
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = var.user_arns
      }
    }
  }

  # Managed services (an EBS volume, a database) work through grants that a user of the key hands to them.
  dynamic "statement" {
    for_each = length(var.user_arns) > 0 ? [true] : []

    content {
      sid       = "GrantToServices"
      actions   = ["kms:CreateGrant"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = var.user_arns
      }

      condition {
        test     = "Bool"
        variable = "kms:GrantIsForAWSResource"
        values   = ["true"]
      }
    }
  }

  # The account's own IAM policies decide who may use the key, but only by way of the named services.
  dynamic "statement" {
    for_each = length(var.via_services) > 0 ? [true] : []

    content {
      sid       = "UseThroughServices"
      actions   = concat(local.cryptographic_actions, ["kms:CreateGrant"])
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [local.account_root]
      }

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = var.via_services
      }
    }
  }

  dynamic "statement" {
    for_each = var.service_principals

    content {
      actions   = statement.value.actions
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = [statement.key]
      }

      dynamic "condition" {
        for_each = coalescelist(statement.value.conditions, [
          { test = "StringEquals", variable = "aws:SourceAccount", values = [var.account_id] },
        ])

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
