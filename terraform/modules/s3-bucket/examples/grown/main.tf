module "s3_bucket" {
  source = "../.."

  cloudfront_distribution_arns = ["arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"]
  kms_encryption_enabled       = true
  kms_key_arn                  = "arn:aws:kms:us-east-1:123456789012:key/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11"
  event_bridge_enabled         = true
  name                         = "shop-production-media-123456789012"

  access_logs = {
    bucket = "shop-production-logs-123456789012"
  }

  cors_rules = {
    admin = { allowed_origins = ["https://admin.example.com"], allowed_methods = ["GET"] }
    site  = { allowed_origins = ["https://shop.example.com"], allowed_methods = ["GET", "PUT"] }
  }

  lifecycle_rules = {
    large    = { larger_than_bytes = 1048576, transitions = { STANDARD_IA = 30 } }
    old      = { prefix = "media/", smaller_than_bytes = 1073741824, noncurrent_transitions = { GLACIER_IR = 30 } }
    drafts   = { tags = { state = "draft" }, expiration_days = 90 }
    previews = { prefix = "previews/", expiration_days = 30 }
    exports  = { prefix = "exports/", expiration_days = 14 }
    archive  = { transitions = { GLACIER_IR = 90 }, expiration_days = 730 }
  }

  notifications = {
    audit = {
      events      = ["s3:ObjectRemoved:*"]
      target_type = "topic"
      target_arn  = "arn:aws:sns:us-east-1:123456789012:shop-production-audit"
    }
    thumbnails = {
      events      = ["s3:ObjectCreated:*"]
      target_type = "queue"
      target_arn  = "arn:aws:sqs:us-east-1:123456789012:shop-production-thumbnails"
      suffix      = ".jpg"
    }
  }

  policy_statements = {
    list-by-organisation = {
      actions       = ["s3:ListBucket"]
      principals    = { AWS = ["*"] }
      bucket_itself = true
      objects       = []
      conditions    = [{ test = "StringEquals", variable = "aws:PrincipalOrgID", values = ["o-a1b2c3d4e5"] }]
    }
    read-by-reports = {
      actions    = ["s3:GetObject"]
      principals = { AWS = ["arn:aws:iam::210987654321:role/reports"] }
      objects    = ["reports/*"]
    }
  }

  replication = {
    destination_bucket_arn  = "arn:aws:s3:::shop-production-media-replica-123456789012"
    destination_kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/2d0c1f1f-7b0e-4b46-9f7d-1e2f6b1d8c22"
    time_control_enabled    = true
  }

  tags = {
    Component = "storage"
  }
}
