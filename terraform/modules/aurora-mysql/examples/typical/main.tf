module "aurora_mysql" {
  source = "../.."

  name                  = "shop"
  engine_version        = "8.0.mysql_aurora.3.10.0"
  instance_class        = "db.r7g.large"
  database_name         = "shop"
  kms_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  subnet_ids            = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids    = ["sg-0a1b2c3d4e5f60718"]
  backup_retention_days = 30
  cluster_tags          = { Backup = "shop" }

  instances = {
    "1" = { promotion_tier = 1 }
    "2" = { promotion_tier = 2 }
  }

  monitoring = {
    role_arn = "arn:aws:iam::123456789012:role/shop-rds-monitoring"
  }

  parameters = {
    "character_set_server" = { value = "utf8mb4" }
  }
}
