module "security_groups" {
  source = "../.."

  name   = "shop-production"
  vpc_id = "vpc-0a1b2c3d4e5f60718"

  groups = {
    database = { description = "Database" }
  }
}
