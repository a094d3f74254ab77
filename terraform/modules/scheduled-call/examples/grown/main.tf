module "scheduled_call" {
  source = "../.."

  account_id = "123456789012"
  dead_letter_queue = {
    arn     = "arn:aws:sqs:us-east-1:123456789012:shop-development-failed-calls"
    kms_key = { arn = "arn:aws:kms:us-east-1:123456789012:key/1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b" }
  }
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
  name        = "shop-development"

  calls = {
    export-database = {
      action              = "startExportTask"
      description         = "Writes the last snapshot to the bucket of backups."
      enabled             = false
      passed_role_arns    = ["arn:aws:iam::123456789012:role/shop-development-export"]
      retries             = 0
      schedule_expression = "rate(1 day)"
      service             = "rds"
      timezone            = "Europe/Berlin"

      input = {
        ExportTaskIdentifier = "shop-<aws.scheduler.execution-id>"
        IamRoleArn           = "arn:aws:iam::123456789012:role/shop-development-export"
        KmsKeyId             = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
        S3BucketName         = "shop-development-backups"
        SourceArn            = "arn:aws:rds:us-east-1:123456789012:snapshot:shop-development"
      }

      permissions = {
        actions   = ["rds:StartExportTask"]
        resources = ["arn:aws:rds:us-east-1:123456789012:snapshot:shop-development"]
      }
    }
    stop-database = {
      action              = "stopDBInstance"
      description         = "Stops the database outside working hours."
      input               = { DbInstanceIdentifier = "shop-development" }
      schedule_expression = "cron(0 19 ? * MON-FRI *)"
      service             = "rds"

      permissions = {
        actions   = ["rds:StopDBInstance"]
        resources = ["arn:aws:rds:us-east-1:123456789012:db:shop-development"]
      }
    }
  }

  tags = {
    DataClass = "internal"
  }
}
