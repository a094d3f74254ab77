module "database" {
  source = "../../modules/rds-postgres"

  allow_major_version_upgrade = var.database_major_version_upgrade
  apply_immediately           = var.database_major_version_upgrade || var.data_apply_immediately

  allocated_storage_gb     = var.database_allocated_storage_gb
  backup_retention_days    = var.database_backup_retention_days
  database_name            = "rayman"
  deletion_protection      = var.database_deletion_protection
  engine_version           = var.database_engine_version
  instance_class           = var.database_instance_class
  kms_key_arn              = module.kms_data.arn
  max_allocated_storage_gb = 2 * var.database_allocated_storage_gb
  multi_az                 = var.database_multi_az
  name                     = local.name
  primary_tags             = { Backup = local.name }
  security_group_ids       = [module.security_groups.ids["database"]]
  skip_final_snapshot      = var.database_skip_final_snapshot
  subnet_ids               = values(module.network.subnet_ids["private"])

  # The functions sign in to the proxy with IAM, and the proxy to the database with the secret of the application's user.
  proxy = var.database_proxy_enabled ? { security_group_ids = [module.security_groups.ids["proxy"]] } : null

  proxy_users = var.database_proxy_enabled ? {
    app = { kms_key = { arn = module.kms_data.arn }, secret_arn = module.secrets.arns["database"] }
  } : {}

  # RDS would make the log groups itself, without a key and without an end.
  depends_on = [module.log_groups]
}

module "cache" {
  source = "../../modules/elasticache-redis"

  apply_immediately       = var.data_apply_immediately
  engine_version          = var.redis_engine_version
  kms_key_arn             = module.kms_data.arn
  name                    = local.name
  node_count              = var.redis_node_count
  node_type               = var.redis_node_type
  parameters              = { "maxmemory-policy" = var.redis_maxmemory_policy }
  security_group_ids      = [module.security_groups.ids["cache"]]
  skip_final_snapshot     = var.redis_skip_final_snapshot
  snapshot_retention_days = var.redis_snapshot_retention_days
  subnet_ids              = values(module.network.subnet_ids["private"])
  users                   = { for client in keys(local.clients) : client => {} }

  log_group_names = {
    "engine-log" = module.log_groups.names["redis-engine"]
    "slow-log"   = module.log_groups.names["redis-slow"]
  }
}
