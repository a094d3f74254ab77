module "ebs_snapshots" {
  source = "../.."

  account_id  = "123456789012"
  name        = "shop-production"
  target_tags = { Snapshots = "daily" }

  kms_key_arns = {
    copies  = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    volumes = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  }

  schedules = {
    daily = { retention_days = 14 }
    weekly = {
      cron           = "cron(0 4 ? * SUN *)"
      retention_days = 90

      copies = {
        us-west-2 = {
          kms_key_arn    = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          retention_days = 30
        }
      }
    }
  }

  tags = {
    Component = "operations"
  }
}
