module "cognito" {
  source = "../.."

  name   = "shop-people"
  domain = { name = "login.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" }
  email  = { from = "shop@example.com", identity_arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com" }

  clients = {
    app = {}
    web = {
      callback_urls      = ["https://shop.example.com/signed-in"]
      identity_providers = ["Google"]
      logout_urls        = ["https://shop.example.com/"]
    }
  }

  groups = {
    admins = { description = "Who runs the shop.", precedence = 1, role_arn = "arn:aws:iam::123456789012:role/shop-admins" }
    staff  = { description = "Who works in the shop.", precedence = 10 }
  }

  identity_pool = {
    policy_statements = {
      ReadPictures = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::shop-pictures/*"] }
    }
  }

  identity_provider_secrets = {
    Google = { client_secret = "taken from a variable, never written here" }
  }

  identity_providers = {
    partner = {
      type = "OIDC"

      details = {
        attributes_request_method = "GET"
        client_id                 = "shop"
        oidc_issuer               = "https://login.partner.example"
      }
    }
    Google = { type = "Google", details = { client_id = "shop.apps.googleusercontent.com" } }
  }
}
