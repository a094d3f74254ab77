module "cost_report" {
  source = "../.."

  account_id       = "123456789012"
  bucket_name      = "shop-production-costs"
  bucket_prefix    = "exports/daily"
  name             = "shop-production-costs"
  time_granularity = "DAILY"

  tags = {
    DataClass = "internal"
  }
}
