module "nlb" {
  source = "../.."

  name               = "shop-edge"
  security_group_ids = ["sg-0123456789abcdef0"]
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  vpc_id             = "vpc-0a1b2c3d4e5f60718"

  listeners = {
    app = { port = 8000, target_group = "app" }
  }

  target_groups = {
    app = { port = 8000 }
  }
}
