module "database" {
  source = "./units/database"

  account_id                   = local.account_id
  allocated_storage_gb         = var.database_allocated_storage_gb
  apply_immediately            = var.database_apply_immediately
  backup_retention_days        = var.database_backup_retention_days
  deletion_protection          = var.database_deletion_protection
  engine_version               = var.database_engine_version
  global_cluster_name          = var.database_global_name
  instance_class               = var.database_instance_class
  instances                    = var.database_instances
  is_aurora                    = var.database_is_aurora
  kms_data_key_arn             = module.network.kms_data_key_arn
  kms_logs_key_arn             = module.network.kms_logs_key_arn
  log_retention_days           = var.log_retention_days
  master_password_version      = var.database_master_password_version
  master_secret_replica        = var.database_global_name == null ? null : { kms_key_arn = module.secondary_network[0].kms_data_key_arn, region = var.secondary_region }
  max_allocated_storage_gb     = var.database_max_allocated_storage_gb
  multi_az                     = var.database_multi_az
  name                         = local.name
  performance_insights_enabled = var.database_performance_insights_enabled
  secret_recovery_window_days  = var.secrets_recovery_window_days
  security_group_ids           = [module.network.security_group_ids["database"]]
  skip_final_snapshot          = var.database_skip_final_snapshot
  subnet_ids                   = module.network.database_subnet_ids
}
