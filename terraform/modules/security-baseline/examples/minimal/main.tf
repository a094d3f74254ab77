module "security_baseline" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop-production"
}
