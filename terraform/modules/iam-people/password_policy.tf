resource "aws_iam_account_password_policy" "this" {
  count = var.manage_password_policy ? 1 : 0

  allow_users_to_change_password = true
  hard_expiry                    = false
  max_password_age               = var.password_policy.max_age_days
  minimum_password_length        = var.password_policy.minimum_length
  password_reuse_prevention      = var.password_policy.remembered
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  require_uppercase_characters   = true
}
