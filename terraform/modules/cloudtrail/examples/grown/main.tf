module "cloudtrail" {
  source = "../.."

  account_id         = "123456789012"
  insights_enabled   = true
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
  log_retention_days = 90
  name               = "shop-production"
  retention_days     = 400

  access_logs = {
    bucket = "shop-production-logs"
  }

  data_event_bucket_arns = [
    "arn:aws:s3:::shop-production-uploads",
    "arn:aws:s3:::shop-production-invoices",
  ]

  data_event_function_arns = [
    "arn:aws:lambda:us-east-1:123456789012:function:shop-production-orders",
  ]

  object_lock = {
    days = 365
    mode = "COMPLIANCE"
  }

  tags = {
    DataClass = "internal"
  }
}
