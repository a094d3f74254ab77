data "aws_partition" "current" {}

locals {
  # Tags of a session are passed by an action of their own; whoever may not pass any is refused as soon as they try.
  tag_session = { true = ["sts:TagSession"], false = [] }
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.trust.services

    content {
      actions = concat(["sts:AssumeRole"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "Service"
        identifiers = [statement.key]
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust.accounts

    content {
      actions = concat(["sts:AssumeRole"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "AWS"
        identifiers = ["arn:${data.aws_partition.current.partition}:iam::${statement.key}:root"]
      }

      dynamic "condition" {
        for_each = statement.value.external_id == null ? [] : [statement.value.external_id]

        content {
          test     = "StringEquals"
          variable = "sts:ExternalId"
          values   = [condition.value]
        }
      }

      dynamic "condition" {
        for_each = statement.value.require_mfa ? [true] : []

        content {
          test     = "Bool"
          variable = "aws:MultiFactorAuthPresent"
          values   = ["true"]
        }
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust.roles

    content {
      actions = concat(["sts:AssumeRole"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "AWS"
        identifiers = [statement.value.arn]
      }

      dynamic "condition" {
        for_each = statement.value.external_id == null ? [] : [statement.value.external_id]

        content {
          test     = "StringEquals"
          variable = "sts:ExternalId"
          values   = [condition.value]
        }
      }
    }
  }

  # A principal cannot name an organisation, so everybody is named and the two conditions choose among them.
  dynamic "statement" {
    for_each = var.trust.organizations

    content {
      actions = concat(["sts:AssumeRole"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = [statement.key]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:PrincipalArn"
        values = [
          for role in sort(statement.value.role_names) : "arn:${data.aws_partition.current.partition}:iam::*:role/${role}"
        ]
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust.oidc

    content {
      actions = concat(["sts:AssumeRoleWithWebIdentity"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "Federated"
        identifiers = [statement.value.provider_arn]
      }

      condition {
        test     = "StringEquals"
        variable = "${statement.key}:aud"
        values   = statement.value.audiences
      }

      condition {
        test     = "StringLike"
        variable = "${statement.key}:sub"
        values   = statement.value.subjects
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust.saml

    content {
      actions = concat(["sts:AssumeRoleWithSAML"], local.tag_session[statement.value.tag_session])

      principals {
        type        = "Federated"
        identifiers = [statement.value.provider_arn]
      }

      condition {
        test     = "StringEquals"
        variable = "SAML:aud"
        values   = [statement.value.audience]
      }
    }
  }
}
