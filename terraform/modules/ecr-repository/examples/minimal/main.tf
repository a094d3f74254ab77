module "ecr_repository" {
  source = "../.."

  name = "shop-app"
}
