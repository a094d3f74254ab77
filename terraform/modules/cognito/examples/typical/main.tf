module "cognito" {
  source = "../.."

  name   = "shop-people"
  domain = { name = "shop-people" }

  clients = {
    web = {
      callback_urls      = ["https://shop.example.com/signed-in"]
      identity_providers = ["Google"]
      logout_urls        = ["https://shop.example.com/"]
    }
  }

  groups = {
    staff = { description = "Who works in the shop.", precedence = 10 }
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
    Google = { type = "Google", details = { client_id = "shop.apps.googleusercontent.com" } }
  }
}
