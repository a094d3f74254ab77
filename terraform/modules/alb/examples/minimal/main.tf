module "alb" {
  source = "../.."

  certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  default_target_group = "app"
  name                 = "shop-production"
  security_group_ids   = ["sg-0123456789abcdef0"]
  subnet_ids           = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  vpc_id               = "vpc-0a1b2c3d4e5f60718"

  target_groups = {
    app = { port = 8000 }
  }
}
