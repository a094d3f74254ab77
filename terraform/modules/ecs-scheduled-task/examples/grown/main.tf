module "ecs_scheduled_task" {
  source = "../.."

  account_id          = "123456789012"
  cluster_arn         = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
  execution_role_arn  = "arn:aws:iam::123456789012:role/shop-production-execution"
  name                = "shop-production"
  security_group_ids  = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  task_definition_arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-production-app:7"
  task_role_arn       = "arn:aws:iam::123456789012:role/shop-production-app"

  dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-production-not-started" }
  platform_version  = "1.4.0"
  retries           = 1
  retry_seconds     = 600

  schedules = {
    audit = {
      commands    = { agent = ["idle"], app = ["python", "manage.py", "audit"] }
      description = "Compares stock and orders; off until the stock is counted."
      enabled     = false
      schedule    = "rate(5 minutes)"
    }
    clean-up = {
      commands    = { app = ["python", "manage.py", "clearsessions"] }
      description = "Removes sessions that have ended."
      schedule    = "cron(0 3 * * ? *)"
    }

    digest = {
      commands    = { app = ["python", "manage.py", "send_digest"] }
      description = "Sends the news of the hour."
      schedule    = "rate(1 hour)"
    }
  }

  tags = {
    Component = "schedules"
  }
}
