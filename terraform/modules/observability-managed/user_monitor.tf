# Browsers send what they measured as guests of the pool, and may do nothing else.
resource "aws_cognito_identity_pool" "user_monitor" {
  count = var.user_monitor == null ? 0 : 1

  identity_pool_name               = "${var.name}-user-monitor"
  allow_classic_flow               = false
  allow_unauthenticated_identities = true
  tags                             = var.tags
}

data "aws_iam_policy_document" "user_monitor_trust" {
  count = var.user_monitor == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [aws_cognito_identity_pool.user_monitor[0].id]
    }

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["unauthenticated"]
    }
  }
}

resource "aws_iam_role" "user_monitor" {
  count = var.user_monitor == null ? 0 : 1

  name                 = "${var.name}-user-monitor"
  description          = "Lets browsers send what they measured to the monitor ${var.name}."
  assume_role_policy   = data.aws_iam_policy_document.user_monitor_trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "user_monitor" {
  statement {
    actions   = ["rum:PutRumEvents"]
    resources = ["arn:${local.partition}:rum:${local.region}:${var.account_id}:appmonitor/${var.name}"]
  }
}

resource "aws_iam_role_policy" "user_monitor" {
  count = var.user_monitor == null ? 0 : 1

  name   = "send-events"
  role   = aws_iam_role.user_monitor[0].name
  policy = data.aws_iam_policy_document.user_monitor.json
}

resource "aws_cognito_identity_pool_roles_attachment" "user_monitor" {
  count = var.user_monitor == null ? 0 : 1

  identity_pool_id = aws_cognito_identity_pool.user_monitor[0].id
  roles            = { unauthenticated = aws_iam_role.user_monitor[0].arn }
}

resource "aws_rum_app_monitor" "this" {
  count = var.user_monitor == null ? 0 : 1

  name        = var.name
  domain_list = var.user_monitor.domains
  # RUM would make the log group itself, under a name that nobody knows before, without a key and without an end.
  cw_log_enabled = false
  tags           = var.tags

  app_monitor_configuration {
    allow_cookies       = var.user_monitor.cookies_allowed
    enable_xray         = var.user_monitor.traced
    excluded_pages      = var.user_monitor.excluded_pages
    guest_role_arn      = aws_iam_role.user_monitor[0].arn
    identity_pool_id    = aws_cognito_identity_pool.user_monitor[0].id
    session_sample_rate = var.user_monitor.session_sample_rate
    telemetries         = var.user_monitor.telemetries
  }

  custom_events {
    status = var.user_monitor.custom_events_enabled ? "ENABLED" : "DISABLED"
  }

  depends_on = [aws_cognito_identity_pool_roles_attachment.user_monitor, aws_iam_role_policy.user_monitor]
}
