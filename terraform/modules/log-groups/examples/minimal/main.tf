module "log_groups" {
  source = "../.."

  log_groups = {
    app = { name = "/ecs/shop-production/app" }
  }
}
