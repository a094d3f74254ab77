module "cost_report" {
  source = "../.."

  account_id            = "123456789012"
  bucket_name           = "shop-production-costs"
  bucket_prefix         = "exports/daily"
  bucket_region         = "us-west-2"
  format                = "TEXT_OR_CSV"
  name                  = "shop-production-costs"
  overwritten           = false
  resource_ids_included = false
  split_cost_included   = true
  time_granularity      = "DAILY"

  columns = [
    "bill_billing_period_start_date",
    "line_item_product_code",
    "line_item_unblended_cost",
    "resource_tags.user_project",
  ]

  tags = {
    DataClass = "internal"
  }
}
