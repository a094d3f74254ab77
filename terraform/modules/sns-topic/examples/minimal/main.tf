module "sns_topic" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop-production-orders"
}
