# Database and cache stand in the data tier. The name of the database is the specification's: each environment has an account of its own.
# The replica in the other region stands in the network of the recovery root, which makes it: when this region is lost, its state is the one
# that is left.

locals {
  database_name = "${var.system}-db"

  # Maintenance of Redis comes an hour after that of the database, on the same day.
  windows = {
    development = { database = "wed:06:00-wed:07:00", cache = "wed:07:00-wed:08:00" }
    staging     = { database = "tue:05:00-tue:06:00", cache = "tue:06:00-tue:07:00" }
    production  = { database = "sun:05:00-sun:06:00", cache = "sun:06:00-sun:07:00" }
  }[var.environment]

  # The master's name and password. What reads a secret as data keeps it in the state, so that is only done where it is asked for.
  database_credentials = {
    username = var.database_credentials_in_state ? local.credentials_in_state.username : var.database_master_username
    password = var.database_credentials_in_state ? local.credentials_in_state.password : local.credentials_in_passing.password
  }

  credentials_in_passing = try(jsondecode(ephemeral.aws_secretsmanager_secret_version.database[0].secret_string), { password = null })
  credentials_in_state   = try(jsondecode(data.aws_secretsmanager_secret_version.database[0].secret_string), { username = null, password = null })
}

# RDS tries the role out when it makes the instance, so its rights come first, which a role among those of identity.tf could not promise:
# their rights name the database.
module "database_monitoring_role" {
  source = "../../modules/iam-role"
  count  = var.enhanced_monitoring_enabled ? 1 : 0

  description              = "RDS: writes the metrics of the database's operating system."
  managed_policy_arns      = { enhanced-monitoring = "${local.managed_policies}/service-role/AmazonRDSEnhancedMonitoringRole" }
  name                     = "${local.name}-database-monitoring"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  trust = {
    services = { "monitoring.rds.amazonaws.com" = { conditions = [local.own_account_if_said] } }
  }
}

# The first password is made in passing: it goes to the secret and, from there, to the database, and to no file. RDS does not replicate an
# instance whose password it manages itself, and production has a replica.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
ephemeral "aws_secretsmanager_random_password" "database" {
  exclude_characters  = "/@\"'\\ "
  exclude_punctuation = false
  password_length     = 32
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id = module.database_credentials.arns["database"]

  secret_string_wo = jsonencode({
    username = var.database_master_username
    password = ephemeral.aws_secretsmanager_random_password.database.random_password
  })
  secret_string_wo_version = var.database_credentials_version

  # Rotations move AWSCURRENT on. A version without any label counts as deleted, and Terraform would make a new password for the secret
  # alone; this label stays. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  version_stages = ["AWSCURRENT", "INITIAL"]

  lifecycle {
    ignore_changes = [version_stages]
  }
}

ephemeral "aws_secretsmanager_secret_version" "database" {
  count = var.database_credentials_in_state ? 0 : 1

  secret_id = aws_secretsmanager_secret_version.database.secret_id
}

data "aws_secretsmanager_secret_version" "database" {
  count = var.database_credentials_in_state ? 1 : 0

  secret_id = aws_secretsmanager_secret_version.database.secret_id
}

module "database" {
  source = "../../modules/rds-postgres"

  allow_major_version_upgrade = var.database_major_version_upgrade
  apply_immediately           = var.database_major_version_upgrade || var.data_apply_immediately
  permissions_boundary_arn    = aws_iam_policy.service_boundary.arn

  allocated_storage_gb         = var.database_allocated_storage_gb
  backup_retention_days        = var.database_backup_retention_days
  backup_window                = "03:00-04:00"
  database_name                = "indivillage"
  deletion_protection          = var.database_deletion_protection
  engine_version               = var.database_engine_version
  instance_class               = var.database_instance_class
  iops                         = var.database_iops
  kms_key_arn                  = module.kms_data.arn
  maintenance_window           = local.windows.database
  manage_master_user_password  = false
  master_password              = local.database_credentials.password
  master_password_version      = var.database_credentials_version
  master_username              = local.database_credentials.username
  max_allocated_storage_gb     = var.database_max_allocated_storage_gb
  multi_az                     = var.database_multi_az
  name                         = local.database_name
  performance_insights_enabled = var.enhanced_monitoring_enabled
  primary_tags                 = local.backup_tags.critical
  security_group_ids           = [module.security_groups.ids["database"]]
  skip_final_snapshot          = var.database_skip_final_snapshot
  slow_query_ms                = var.database_slow_query_ms
  storage_throughput           = var.database_storage_throughput
  subnet_ids                   = values(module.network.subnet_ids["data"])

  monitoring = var.enhanced_monitoring_enabled ? {
    interval_seconds = var.database_monitoring_seconds
    role_arn         = module.database_monitoring_role[0].arn
  } : null

  # A number of equal readers: each has the next number, so that one more leaves the others alone.
  replicas = { for number in range(1, var.database_replica_count + 1) : "reader-${number}" => {} }

  # Whoever comes to the proxy signs in with IAM; the proxy signs in as the application's user, never as the master.
  proxy = var.database_proxy_enabled ? { security_group_ids = [module.security_groups.ids["proxy"]] } : null

  proxy_users = var.database_proxy_enabled ? {
    application = { kms_key = { arn = module.kms_data.arn }, secret_arn = module.secrets.arns["database"] }
  } : {}

  # RDS would make the log groups itself, without a key and without an end.
  depends_on = [module.log_groups]
}

module "cache" {
  source = "../../modules/elasticache-redis"

  anonymous_access_enabled = !local.cache_has_users
  apply_immediately        = var.data_apply_immediately
  engine_version           = var.redis_engine_version
  kms_key_arn              = module.kms_data.arn
  maintenance_window       = local.windows.cache
  name                     = local.name
  node_count               = var.redis_node_count
  node_type                = var.redis_node_type
  parameters               = { "maxmemory-policy" = var.redis_maxmemory_policy }
  security_group_ids       = [module.security_groups.ids["cache"]]
  skip_final_snapshot      = var.redis_skip_final_snapshot
  snapshot_retention_days  = var.redis_snapshot_retention_days
  snapshot_window          = "03:00-04:00"
  subnet_ids               = values(module.network.subnet_ids["data"])
  users                    = local.cache_has_users ? { for client in local.cache_clients : client => {} } : {}

  log_group_names = local.cache_has_logs ? {
    "engine-log" = module.log_groups.names["redis-engine"]
    "slow-log"   = module.log_groups.names["redis-slow"]
  } : {}
}

locals {
  cache_clients = ["api", "scheduled", "worker"]

  # Redis 6 knows no tokens of IAM; its groups of addresses are then all that keeps others out.
  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
  cache_has_users = !startswith(var.redis_engine_version, "6.")

  # It sends its slow log from 6.0 on, its engine log from 6.2.
  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html
  cache_has_logs = !contains(["6.0"], var.redis_engine_version)
}
