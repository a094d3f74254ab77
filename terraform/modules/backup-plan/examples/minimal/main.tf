module "backup_plan" {
  source = "../.."

  name        = "shop"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  rules = {
    daily = {
      schedule          = "cron(0 5 * * ? *)"
      delete_after_days = 30
    }
  }

  selections = {
    tagged = {
      role_arn = "arn:aws:iam::123456789012:role/shop-backup"
      tags     = { Backup = "daily" }
    }
  }
}
