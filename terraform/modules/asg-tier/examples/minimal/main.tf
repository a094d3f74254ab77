module "asg_tier" {
  source = "../.."

  name                 = "shop-web"
  instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/shop-web"
  instance_type        = "t3.medium"
  max_count            = 4
  min_count            = 2
  security_group_ids   = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids           = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
}
