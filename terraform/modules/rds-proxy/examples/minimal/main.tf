module "rds_proxy" {
  source = "../.."

  name               = "shop"
  engine_family      = "MYSQL"
  database           = { instance_identifier = "shop" }
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids = ["sg-1b2c3d4e5f6071829"]

  users = {
    app = { secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/app-AbCdEf" }
  }
}
