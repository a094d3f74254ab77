module "backup_plan" {
  source = "../.."

  name        = "shop"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"

  rules = {
    archive = {
      schedule                = "cron(0 6 1 * ? *)"
      cold_storage_after_days = 30
      delete_after_days       = 365
    }
    daily = {
      schedule          = "cron(0 5 * * ? *)"
      delete_after_days = 30
      copy = {
        vault_arn         = "arn:aws:backup:us-west-2:123456789012:backup-vault:shop"
        delete_after_days = 30
      }
    }
    hourly = {
      schedule          = "cron(0 * * * ? *)"
      continuous        = true
      delete_after_days = 7
    }
  }

  selections = {
    listed = {
      role_arn      = "arn:aws:iam::123456789012:role/shop-backup"
      resource_arns = ["arn:aws:rds:us-east-1:123456789012:db:shop"]
    }
    tagged = {
      role_arn = "arn:aws:iam::123456789012:role/shop-backup"
      tags     = { Backup = "daily" }
    }
  }

  lock = {
    min_retention_days = 7
  }

  notifications = {
    topic_arn = "arn:aws:sns:us-east-1:123456789012:shop-critical"
  }

  restore_testing = {
    schedule = "cron(0 7 ? * SUN *)"
    selections = {
      bucket = {
        resource_type = "S3"
        role_arn      = "arn:aws:iam::123456789012:role/shop-backup"
      }
      database = {
        resource_type = "RDS"
        role_arn      = "arn:aws:iam::123456789012:role/shop-backup"

        metadata = {
          dbSubnetGroupName   = "shop"
          vpcSecurityGroupIds = jsonencode(["sg-0a1b2c3d4e5f60718"])
        }
      }
    }
  }
}
