resource "aws_cognito_user_pool" "this" {
  name                     = var.name
  auto_verified_attributes = ["email"]
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = var.mfa
  tags                     = var.tags
  user_pool_tier           = var.tier
  username_attributes      = ["email"]

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = !var.self_registration_enabled
  }

  dynamic "email_configuration" {
    for_each = var.email == null ? [] : [var.email]

    content {
      email_sending_account = "DEVELOPER"
      from_email_address    = email_configuration.value.from
      source_arn            = email_configuration.value.identity_arn
    }
  }

  password_policy {
    minimum_length                   = var.password_policy.minimum_length
    password_history_size            = var.tier == "LITE" ? null : var.password_policy.remembered
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = var.password_policy.temporary_days
  }

  dynamic "software_token_mfa_configuration" {
    for_each = var.mfa == "OFF" ? [] : [true]

    content {
      enabled = true
    }
  }

  # An address that nobody has confirmed signs nobody in.
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  dynamic "user_pool_add_ons" {
    for_each = var.tier == "PLUS" ? [true] : []

    content {
      advanced_security_mode = "ENFORCED"
    }
  }

  # Nobody can change it later, and Ann@example.com is not another person than ann@example.com:
  # https://github.com/aws-amplify/amplify-cli/issues/4227
  username_configuration {
    case_sensitive = false
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  count = var.domain == null ? 0 : 1

  certificate_arn = var.domain.certificate_arn
  domain          = var.domain.name
  user_pool_id    = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_group" "this" {
  for_each = var.groups

  name         = each.key
  description  = each.value.description
  precedence   = each.value.precedence
  role_arn     = each.value.role_arn
  user_pool_id = aws_cognito_user_pool.this.id
}
