# One database for the API: an RDS instance or an Aurora cluster, chosen by is_aurora, with the same windows, logs and parameters.
# Both are called <name>-db, so that commands, log groups and dashboards find them under one name.

locals {
  identifier = "${var.name}-db"

  is_member  = var.global_cluster != null
  is_primary = var.global_cluster_name != null

  # RDS does not manage the master password of a global cluster:
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
  has_own_master_secret = local.is_primary
  master_username       = "dbadmin"

  log_exports = ["audit", "error", "slowquery"]
}

# RDS would make the log groups itself, without a key and without an end.
module "log_groups" {
  source = "../../../../modules/log-groups"

  kms_key_arn        = var.kms_logs_key_arn
  log_retention_days = var.log_retention_days
  tags               = var.tags

  log_groups = {
    for log in local.log_exports : log => { name = "/aws/rds/${var.is_aurora ? "cluster" : "instance"}/${local.identifier}/${log}" }
  }
}

module "instance" {
  source = "../../../../modules/rds-mysql"
  count  = var.is_aurora ? 0 : 1

  allocated_storage_gb         = var.allocated_storage_gb
  apply_immediately            = var.apply_immediately
  backup_retention_days        = var.backup_retention_days
  backup_window                = var.backup_window
  database_name                = var.database_name
  deletion_protection          = var.deletion_protection
  engine_version               = coalesce(var.engine_version, "8.4")
  instance_class               = var.instance_class
  kms_key_arn                  = var.kms_data_key_arn
  log_exports                  = local.log_exports
  maintenance_window           = var.maintenance_window
  master_username              = local.master_username
  max_allocated_storage_gb     = var.max_allocated_storage_gb
  multi_az                     = var.multi_az
  name                         = local.identifier
  performance_insights_enabled = var.performance_insights_enabled
  primary_tags                 = { Backup = local.identifier }
  security_group_ids           = var.security_group_ids
  skip_final_snapshot          = var.skip_final_snapshot
  slow_query_ms                = var.slow_query_ms
  subnet_ids                   = var.subnet_ids
  tags                         = var.tags

  depends_on = [module.log_groups]
}

module "cluster" {
  source = "../../../../modules/aurora-mysql"
  count  = var.is_aurora ? 1 : 0

  apply_immediately            = var.apply_immediately
  backup_retention_days        = var.backup_retention_days
  backup_window                = var.backup_window
  cluster_tags                 = local.is_member ? {} : { Backup = local.identifier }
  database_name                = var.database_name
  deletion_protection          = var.deletion_protection
  engine_version               = coalesce(var.engine_version, "8.0")
  global_cluster               = var.global_cluster
  global_cluster_name          = var.global_cluster_name
  instance_class               = var.instance_class
  instances                    = var.instances
  kms_key_arn                  = var.kms_data_key_arn
  log_exports                  = local.log_exports
  maintenance_window           = var.maintenance_window
  manage_master_user_password  = !local.has_own_master_secret
  master_password              = local.has_own_master_secret ? ephemeral.aws_secretsmanager_random_password.master[0].random_password : null
  master_password_version      = var.master_password_version
  master_username              = local.master_username
  name                         = local.identifier
  performance_insights_enabled = var.performance_insights_enabled
  security_group_ids           = var.security_group_ids
  skip_final_snapshot          = var.skip_final_snapshot
  slow_query_ms                = var.slow_query_ms
  subnet_ids                   = var.subnet_ids
  tags                         = var.tags

  depends_on = [module.log_groups]
}
