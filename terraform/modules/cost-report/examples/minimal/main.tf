module "cost_report" {
  source = "../.."

  account_id  = "123456789012"
  bucket_name = "shop-production-costs"
  name        = "shop-production-costs"
}
