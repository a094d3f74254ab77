# Credentials of AWS for whoever has signed in; guests get none.
resource "aws_cognito_identity_pool" "this" {
  count = var.identity_pool == null ? 0 : 1

  identity_pool_name               = var.name
  allow_classic_flow               = false
  allow_unauthenticated_identities = false
  tags                             = var.tags

  dynamic "cognito_identity_providers" {
    for_each = aws_cognito_user_pool_client.this

    content {
      client_id               = cognito_identity_providers.value.id
      provider_name           = aws_cognito_user_pool.this.endpoint
      server_side_token_check = true
    }
  }
}

# https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
data "aws_iam_policy_document" "trust" {
  count = var.identity_pool == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [aws_cognito_identity_pool.this[0].id]
    }

    condition {
      test     = "ForAnyValue:StringLike"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["authenticated"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.identity_pool == null ? 0 : 1

  name                 = "${var.name}-signed-in"
  description          = "What people who have signed in to ${var.name} may do."
  assume_role_policy   = data.aws_iam_policy_document.trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "this" {
  count = var.identity_pool == null ? 0 : 1

  dynamic "statement" {
    for_each = var.identity_pool.policy_statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources

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
}

resource "aws_iam_role_policy" "this" {
  count = var.identity_pool == null ? 0 : 1

  name   = "signed-in"
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.this[0].json
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  count = var.identity_pool == null ? 0 : 1

  identity_pool_id = aws_cognito_identity_pool.this[0].id
  roles            = { authenticated = aws_iam_role.this[0].arn }
}
