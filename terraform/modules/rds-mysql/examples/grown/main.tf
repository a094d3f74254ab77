module "rds_mysql" {
  source = "../.."

  name                     = "catalogue"
  engine_version           = "8.4"
  instance_class           = "db.m7g.large"
  allocated_storage_gb     = 400
  max_allocated_storage_gb = 1000
  iops                     = 16000
  storage_throughput       = 1000
  database_name            = "shop"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  subnet_ids               = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids       = ["sg-0a1b2c3d4e5f60718"]
  backup_retention_days    = 30
  primary_tags             = { Backup = "catalogue" }

  database_insights_mode              = "advanced"
  performance_insights_retention_days = 465

  monitoring = {
    role_arn = "arn:aws:iam::123456789012:role/shop-rds-monitoring"
  }

  parameters = {
    "innodb_ft_min_token_size" = { value = "2", apply_method = "pending-reboot" }
    "wait_timeout"             = { value = "3600" }
  }
}
