module "rds_mysql" {
  source = "../.."

  name               = "catalogue"
  instance_class     = "db.t3.medium"
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
}
