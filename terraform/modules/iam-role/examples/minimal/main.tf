module "iam_role" {
  source = "../.."

  name        = "shop-task"
  description = "Rights of the shop's containers."

  trust = {
    services = { "ecs-tasks.amazonaws.com" = {} }
  }
}
