module "scheduled_call" {
  source = "../.."

  account_id        = "123456789012"
  dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-development-failed-calls" }
  name              = "shop-development"

  calls = {
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
