module "efs" {
  source = "../.."

  name               = "shop-shared"
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  zone_subnet_ids    = { us-east-1a = "subnet-0a1b2c3d4e5f60718", us-east-1b = "subnet-1b2c3d4e5f6071829" }
}
