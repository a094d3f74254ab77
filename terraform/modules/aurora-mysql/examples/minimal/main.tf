module "aurora_mysql" {
  source = "../.."

  name               = "shop"
  instance_class     = "db.r7g.large"
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
}
