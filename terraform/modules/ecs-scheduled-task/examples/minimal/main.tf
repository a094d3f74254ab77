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

  schedules = {
    clean-up = {
      commands    = { app = ["python", "manage.py", "clearsessions"] }
      description = "Removes sessions that have ended."
      schedule    = "cron(0 3 * * ? *)"
    }
  }
}
