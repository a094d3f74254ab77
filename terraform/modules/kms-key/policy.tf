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

  # ElastiCache calls KMS under two names: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
  via_services = distinct(concat(var.via_services, [
    for service in var.via_services : replace(service, "elasticache.", "dax.") if startswith(service, "elasticache.")
  ]))

  # DescribeKey carries no encryption context, so it has a statement without conditions on one:
  # https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
  service_statements = flatten([
    for key, service in var.service_principals : [
      for describes in [false, true] : {
        principal = coalesce(service.principal, key)
        actions   = [for action in service.actions : action if startswith(action, "kms:Describe") == describes]
        conditions = [
          for condition in service.conditions : condition
          if !(describes && startswith(condition.variable, "kms:EncryptionContext"))
        ]
      }
    ]
  ])
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

  # KMS refuses a policy that its author could not change again, and nobody can change one whose administrators are deleted:
  # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  dynamic "statement" {
    for_each = length(var.administrator_arns) > 0 ? [true] : []

    content {
      sid       = "Recover"
      actions   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:PutKeyPolicy"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [local.account_root]
      }
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
        values   = local.via_services
      }
    }
  }

  dynamic "statement" {
    for_each = [for statement in local.service_statements : statement if length(statement.actions) > 0]

    content {
      actions   = statement.value.actions
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = [statement.value.principal]
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
