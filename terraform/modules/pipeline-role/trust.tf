data "aws_iam_policy_document" "trust" {
  for_each = var.roles

  # A run of the pipeline, named in full. The issuers serve everybody, so the subject is what makes the difference:
  # https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
  dynamic "statement" {
    for_each = each.value.runs == null ? [] : [each.value.runs]

    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = [local.identity_provider_arns[statement.value.identity_provider]]
      }

      condition {
        test     = "StringEquals"
        variable = "${local.issuers[statement.value.identity_provider]}:aud"
        values   = statement.value.audiences
      }

      condition {
        test     = "StringEquals"
        variable = "${local.issuers[statement.value.identity_provider]}:sub"
        values   = statement.value.subjects
      }
    }
  }

  # Another role, of this account or of the one that the pipeline runs in.
  dynamic "statement" {
    for_each = each.value.callers == null ? [] : [each.value.callers]

    content {
      # Tags of a session are passed by an action of their own: https://github.com/aws-actions/configure-aws-credentials/issues/1396
      actions = concat(["sts:AssumeRole"], statement.value.tag_session ? ["sts:TagSession"] : [])

      principals {
        type        = "AWS"
        identifiers = statement.value.role_arns
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
        for_each = statement.value.organization_id == null ? [] : [statement.value.organization_id]

        content {
          test     = "StringEquals"
          variable = "aws:PrincipalOrgID"
          values   = [condition.value]
        }
      }
    }
  }
}
