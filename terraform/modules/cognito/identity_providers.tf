locals {
  # What each provider is asked for, unless said otherwise:
  # https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html
  social = {
    Facebook        = { issuer = null, scopes = "public_profile,email", mapping = { email = "email", username = "id" } }
    Google          = { issuer = "https://accounts.google.com", scopes = "openid email profile", mapping = { email = "email", email_verified = "email_verified", username = "sub" } }
    LoginWithAmazon = { issuer = null, scopes = "profile", mapping = { email = "email", username = "user_id" } }
    OIDC            = { issuer = null, scopes = "openid email profile", mapping = { email = "email", email_verified = "email_verified", username = "sub" } }
    SignInWithApple = { issuer = "https://appleid.apple.com", scopes = "email name", mapping = { email = "email", username = "sub" } }
  }
}

resource "aws_cognito_identity_provider" "this" {
  for_each = var.identity_providers

  provider_name     = each.key
  provider_type     = each.value.type
  user_pool_id      = aws_cognito_user_pool.this.id
  attribute_mapping = coalesce(each.value.attribute_mapping, local.social[each.value.type].mapping)

  provider_details = merge(
    { authorize_scopes = local.social[each.value.type].scopes },
    local.social[each.value.type].issuer == null ? {} : { oidc_issuer = local.social[each.value.type].issuer },
    each.value.details,
    try(var.identity_provider_secrets[each.key], {}),
  )

  # Clients let go of a provider before it goes. The rest Cognito finds out by itself, and reports it:
  # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolidentityprovider.html
  lifecycle {
    create_before_destroy = true

    ignore_changes = [
      provider_details["attributes_url"],
      provider_details["attributes_url_add_attributes"],
      provider_details["authorize_url"],
      provider_details["token_request_method"],
      provider_details["token_url"],
    ]
  }
}
