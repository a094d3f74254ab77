module "ecs_cluster" {
  source = "../.."

  name = "shop-production"
}
