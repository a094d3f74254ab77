# Clients without a secret prove themselves with PKCE; a secret would stand in the state.
resource "aws_cognito_user_pool_client" "this" {
  for_each = var.clients

  name         = each.key
  user_pool_id = aws_cognito_user_pool.this.id

  allowed_oauth_flows                  = length(each.value.callback_urls) > 0 ? ["code"] : null
  allowed_oauth_flows_user_pool_client = length(each.value.callback_urls) > 0
  allowed_oauth_scopes                 = length(each.value.callback_urls) > 0 ? each.value.scopes : null
  callback_urls                        = each.value.callback_urls
  logout_urls                          = each.value.logout_urls
  supported_identity_providers         = concat(each.value.password_sign_in ? ["COGNITO"] : [], [for key in each.value.identity_providers : aws_cognito_identity_provider.this[key].provider_name])

  enable_token_revocation       = true
  explicit_auth_flows           = each.value.password_sign_in ? ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"] : ["ALLOW_REFRESH_TOKEN_AUTH"]
  generate_secret               = each.value.generate_secret
  prevent_user_existence_errors = "ENABLED"

  access_token_validity  = each.value.token_minutes
  id_token_validity      = each.value.token_minutes
  refresh_token_validity = each.value.refresh_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}
