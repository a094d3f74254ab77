module "pipeline_role" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop"

  identity_providers = {
    github = { url = "https://token.actions.githubusercontent.com" }
  }

  roles = {
    plan = {
      description = "Plans what a pull request would change."
      runs        = { identity_provider = "github", subjects = ["repo:example/shop:pull_request"] }
    }
  }
}
