module "ebs_snapshots" {
  source = "../.."

  account_id  = "123456789012"
  name        = "shop-production"
  target_tags = { Snapshots = "daily" }

  kms_key_arns = {
    volumes = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  }

  schedules = {
    daily = { retention_days = 14 }
  }

  tags = {
    Component = "operations"
  }
}
