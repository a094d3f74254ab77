# A copy of the database that follows the one in the primary region. A copy has the passwords of what it copies. Promoted, it is a database
# of its own, and RDS keeps the master's password: what rotates it is in the region that is lost.

locals {
  database_name = "${var.system}-db"

  primary_database_arn = "arn:${local.partition}:rds:${local.there}:db:${local.database_name}"
}

# RDS would make these itself, without a key and without an end.
module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.log_retention_days

  log_groups = merge(
    { for log in ["postgresql", "upgrade"] : "database-${log}" => { name = "/aws/rds/instance/${local.database_name}-replica/${log}" } },
    { for log in ["engine", "slow"] : "redis-${log}" => { name = "/aws/elasticache/${local.name}/${log}-log" } },
    { for service in keys(var.services) : service => { name = "/ecs/${local.name}/${service}" } },
  )
}

module "database_monitoring_role" {
  source = "../../modules/iam-role"

  description         = "RDS: writes the metrics of the copy's operating system."
  managed_policy_arns = { enhanced-monitoring = "${local.managed_policies}/service-role/AmazonRDSEnhancedMonitoringRole" }
  name                = "${local.name}-monitoring"

  trust = {
    services = {
      "monitoring.rds.amazonaws.com" = { conditions = [merge(local.own_account, { test = "StringEqualsIfExists" })] }
    }
  }
}

module "database" {
  source = "../../modules/rds-postgres"

  apply_immediately           = var.database_promoted
  backup_retention_days       = var.database_backup_retention_days
  database_name               = "indivillage"
  engine_version              = var.database_engine_version
  instance_class              = var.database_instance_class
  kms_key_arn                 = module.kms_data.arn
  manage_master_user_password = var.database_promoted
  max_allocated_storage_gb    = var.database_max_allocated_storage_gb
  multi_az                    = var.activated
  name                        = "${local.database_name}-replica"
  replicate_source            = var.database_promoted ? null : { arn = local.primary_database_arn }
  security_group_ids          = [module.security_groups.ids["database"]]
  subnet_ids                  = values(module.network.subnet_ids["data"])

  # RDS would take another size for a wish to shrink, which it refuses.
  allocated_storage_gb = var.database_allocated_storage_gb

  monitoring = { interval_seconds = 60, role_arn = module.database_monitoring_role.arn }

  depends_on = [module.log_groups]
}

# Sessions and copies of answers are not carried over: Redis begins empty when this region serves, and costs nothing until then.
module "cache" {
  source = "../../modules/elasticache-redis"
  count  = var.activated ? 1 : 0

  kms_key_arn        = module.kms_data.arn
  name               = local.name
  node_count         = 2
  node_type          = var.redis_node_type
  parameters         = { "maxmemory-policy" = "volatile-lru" }
  security_group_ids = [module.security_groups.ids["cache"]]
  subnet_ids         = values(module.network.subnet_ids["data"])
  users              = { for client in keys(var.services) : client => {} }

  log_group_names = {
    "engine-log" = module.log_groups.names["redis-engine"]
    "slow-log"   = module.log_groups.names["redis-slow"]
  }
}
