module "log_archive" {
  source = "../.."

  account_id = "123456789012"
  bucket_arn = "arn:aws:s3:::shop-production-logs-123456789012"
  name       = "shop-production-archive"

  log_groups = {
    checkout = { source_log_group = "/ecs/shop-production/checkout" }
  }
}
