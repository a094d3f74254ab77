locals {
  # RDS refuses to replicate an instance whose master password it manages.
  rds_manages_password = length(var.database_replicas) == 0
  database_secret_arn  = local.rds_manages_password ? module.database.master_user_secret_arn : module.secrets.arns["database"]

  # Clients sign in to Redis with IAM, unless they only know a shared token.
  redis_uses_token = nonsensitive(var.redis_auth_token != null)
}

module "database" {
  source = "../../modules/rds-postgres"

  allow_major_version_upgrade = var.database_major_version_upgrade
  apply_immediately           = var.database_major_version_upgrade || var.data_apply_immediately

  maintenance_window = var.database_maintenance_window

  allocated_storage_gb     = var.database_allocated_storage_gb
  max_allocated_storage_gb = var.database_max_allocated_storage_gb
  backup_retention_days    = var.database_backup_retention_days
  database_name            = "socialflow"
  deletion_protection      = var.database_deletion_protection
  engine_version           = var.database_engine_version
  instance_class           = var.database_instance_class
  kms_key_arn              = module.kms_data.arn
  max_connections          = var.database_max_connections
  multi_az                 = var.database_multi_az
  name                     = local.name
  primary_tags             = { Backup = local.name }
  replicas                 = var.database_replicas
  security_group_ids       = [module.security_groups.ids["database"]]
  shared_buffers           = var.database_shared_buffers
  skip_final_snapshot      = var.database_skip_final_snapshot
  subnet_ids               = values(module.network.subnet_ids["private"])
  work_mem_kb              = var.database_work_mem_kb

  manage_master_user_password = local.rds_manages_password
  master_password             = var.database_master_password
  master_password_version     = var.database_master_password_version

  monitoring = var.database_monitoring_seconds == 0 ? null : {
    interval_seconds = var.database_monitoring_seconds
    role_arn         = module.rds_monitoring_role.arn
  }

  # RDS would make the log groups itself, without a key and without an end.
  depends_on = [module.log_groups]
}

module "cache" {
  source = "../../modules/elasticache-redis"

  apply_immediately       = var.data_apply_immediately
  auth_token              = var.redis_auth_token
  engine_version          = var.redis_engine_version
  kms_key_arn             = module.kms_data.arn
  maintenance_window      = var.redis_maintenance_window
  name                    = local.name
  notification_topic_arn  = module.cache_events.arn
  node_count              = var.redis_node_count
  node_type               = var.redis_node_type
  parameters              = { "maxmemory-policy" = var.redis_maxmemory_policy }
  security_group_ids      = [module.security_groups.ids["redis"]]
  skip_final_snapshot     = var.redis_skip_final_snapshot
  snapshot_retention_days = var.redis_snapshot_retention_days
  subnet_ids              = values(module.network.subnet_ids["private"])
  users                   = local.redis_uses_token ? {} : { app = {}, beat = {}, worker = {} }

  log_group_names = {
    "engine-log" = module.log_groups.names["redis-engine"]
    "slow-log"   = module.log_groups.names["redis-slow"]
  }
}
