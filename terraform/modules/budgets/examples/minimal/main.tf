module "budgets" {
  source = "../.."

  email_addresses = ["platform-team@example.com"]
  monthly_limit   = 500
  name            = "shop-production"
}
