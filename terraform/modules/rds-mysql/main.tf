locals {
  # A replica takes these from the instance that it replicates.
  is_replica = var.replicate_source != null

  # A restored instance has its user and its databases from what it was restored from.
  is_original = !local.is_replica && var.restore == null
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Subnets of the database ${var.name}."
  subnet_ids  = var.subnet_ids
  tags        = var.tags

  # An instance can be renamed but never moves to another group of its VPC, so the group keeps the name it was made with:
  # https://github.com/hashicorp/terraform-provider-aws/issues/512
  lifecycle {
    ignore_changes = [name]
  }
}

# RDS refuses a second snapshot of the same name, and snapshots outlive the instance. So each life of the instance has a
# name of its own: a new one begins when the stack is made again, or when an input changes that replaces the instance.
resource "terraform_data" "final_snapshot" {
  triggers_replace = [var.kms_key_arn, var.master_username, var.database_name]
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = local.is_replica ? null : "mysql"
  engine_version = local.is_replica ? null : var.engine_version
  instance_class = var.instance_class
  port           = var.port
  tags           = merge(var.tags, var.primary_tags)

  replicate_source_db = local.is_replica ? var.replicate_source.arn : null

  snapshot_identifier = var.restore == null ? null : var.restore.snapshot_id

  dynamic "restore_to_point_in_time" {
    for_each = try(var.restore.point_in_time, null) == null ? [] : [var.restore.point_in_time]

    content {
      restore_time                             = restore_to_point_in_time.value.time
      source_db_instance_automated_backups_arn = restore_to_point_in_time.value.automated_backups_arn
      source_db_instance_identifier            = restore_to_point_in_time.value.instance
      use_latest_restorable_time               = restore_to_point_in_time.value.time == null ? true : null
    }
  }

  allocated_storage     = local.is_replica ? null : var.allocated_storage_gb
  iops                  = var.iops
  max_allocated_storage = var.max_allocated_storage_gb
  storage_encrypted     = true
  storage_throughput    = var.storage_throughput
  storage_type          = var.storage_type
  kms_key_id            = var.restore == null ? var.kms_key_arn : null

  db_name                       = local.is_original ? var.database_name : null
  username                      = local.is_original ? var.master_username : null
  manage_master_user_password   = local.is_replica || !var.manage_master_user_password ? null : true
  master_user_secret_kms_key_id = local.is_replica || !var.manage_master_user_password ? null : var.kms_key_arn
  password_wo                   = var.master_password
  password_wo_version           = local.is_replica || var.manage_master_user_password ? null : var.master_password_version

  iam_database_authentication_enabled = var.iam_database_authentication_enabled

  db_subnet_group_name   = aws_db_subnet_group.this.name
  multi_az               = var.multi_az
  publicly_accessible    = false
  vpc_security_group_ids = var.security_group_ids

  backup_retention_period   = var.backup_retention_days
  backup_window             = var.backup_window
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.deletion_protection
  final_snapshot_identifier = var.skip_final_snapshot ? null : "${var.name}-final-${substr(terraform_data.final_snapshot.id, 0, 8)}"
  skip_final_snapshot       = var.skip_final_snapshot

  allow_major_version_upgrade = var.allow_major_version_upgrade
  apply_immediately           = var.apply_immediately
  auto_minor_version_upgrade  = var.auto_minor_version_upgrade
  ca_cert_identifier          = var.ca_cert_identifier
  maintenance_window          = var.maintenance_window
  option_group_name           = aws_db_option_group.this.name
  parameter_group_name        = aws_db_parameter_group.this.name

  database_insights_mode                = var.database_insights_mode
  enabled_cloudwatch_logs_exports       = var.log_exports
  monitoring_interval                   = var.monitoring == null ? 0 : var.monitoring.interval_seconds
  monitoring_role_arn                   = var.monitoring == null ? null : var.monitoring.role_arn
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_days : null

  # Whence an instance was restored matters when it is made. A change afterwards would replace it, and its data.
  lifecycle {
    ignore_changes = [restore_to_point_in_time, snapshot_identifier]

    # RDS restores under the key of the source, and cannot change it; a key beside it would replace what was restored:
    # https://github.com/hashicorp/terraform-provider-aws/issues/15390
    postcondition {
      condition     = var.restore == null || (self.storage_encrypted && (var.kms_key_arn == null || self.kms_key_id == var.kms_key_arn))
      error_message = "The source of restore is not encrypted with kms_key_arn: restore from a copy of it that is, or name the key that it has."
    }
  }
}
