module "log_archive" {
  source = "../.."

  account_id         = "123456789012"
  bucket_arn         = "arn:aws:s3:::shop-production-logs-123456789012"
  bucket_kms_key     = { arn = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d" }
  log_kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
  log_retention_days = 90
  name               = "shop-production-archive"

  log_groups = {
    checkout = { source_log_group = "/ecs/shop-production/checkout" }
  }

  tags = {
    DataClass = "internal"
  }
}
