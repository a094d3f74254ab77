data "aws_region" "current" {}

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html
data "aws_iam_policy_document" "proxy_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rds.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "proxy" {
  count = var.proxy == null ? 0 : 1

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for user in values(var.proxy_users) : user.secret_arn]
  }

  dynamic "statement" {
    for_each = anytrue([for user in values(var.proxy_users) : user.kms_key != null]) ? [true] : []

    content {
      sid       = "DecryptSecrets"
      actions   = ["kms:Decrypt"]
      resources = distinct([for user in values(var.proxy_users) : user.kms_key.arn if user.kms_key != null])

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["secretsmanager.${data.aws_region.current.id}.amazonaws.com"]
      }
    }
  }
}

# Made of nothing that tells of secrets, so that the policies of the secrets can name it.
resource "aws_iam_role" "proxy" {
  count = var.proxy == null ? 0 : 1

  name                 = "${var.name}-proxy"
  description          = "Secrets that the proxy of the database ${var.name} reads."
  assume_role_policy   = data.aws_iam_policy_document.proxy_trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "proxy" {
  count = var.proxy == null ? 0 : 1

  name   = "secrets"
  role   = aws_iam_role.proxy[0].name
  policy = data.aws_iam_policy_document.proxy[0].json
}

resource "aws_db_proxy" "this" {
  count = var.proxy == null ? 0 : 1

  name                   = var.name
  debug_logging          = false
  engine_family          = "POSTGRESQL"
  idle_client_timeout    = var.proxy.idle_client_timeout_seconds
  require_tls            = true
  role_arn               = aws_iam_role.proxy[0].arn
  tags                   = var.tags
  vpc_security_group_ids = var.proxy.security_group_ids
  vpc_subnet_ids         = var.subnet_ids

  dynamic "auth" {
    for_each = var.proxy_users

    content {
      auth_scheme = "SECRETS"
      description = auth.key
      iam_auth    = "REQUIRED"
      secret_arn  = auth.value.secret_arn
    }
  }

  # The proxy looks at its secrets when it is made.
  depends_on = [aws_iam_role_policy.proxy]
}

resource "aws_db_proxy_default_target_group" "this" {
  count = var.proxy == null ? 0 : 1

  db_proxy_name = aws_db_proxy.this[0].name

  connection_pool_config {
    connection_borrow_timeout = var.proxy.borrow_timeout_seconds
    max_connections_percent   = var.proxy.max_connections_percent
  }
}

resource "aws_db_proxy_target" "this" {
  count = var.proxy == null ? 0 : 1

  db_instance_identifier = aws_db_instance.this.identifier
  db_proxy_name          = aws_db_proxy.this[0].name
  target_group_name      = aws_db_proxy_default_target_group.this[0].name
}
