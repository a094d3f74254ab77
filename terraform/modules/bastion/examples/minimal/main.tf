module "bastion" {
  source = "../.."

  name       = "shop-bastion"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
}
