locals {
  # A member of a global cluster takes its user and its databases from the primary.
  is_member = var.global_cluster != null

  # A restored cluster has them from what it was restored from.
  is_original = !local.is_member && var.restore == null
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Subnets of the database ${var.name}."
  subnet_ids  = var.subnet_ids
  tags        = var.tags

  # A cluster keeps its subnet group for life, so the group keeps the name it was made with:
  # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html
  lifecycle {
    ignore_changes = [name]
  }
}

# RDS refuses a second snapshot of the same name, and snapshots outlive the cluster. So each life of the cluster has a
# name of its own: a new one begins when the stack is made again, or when an input changes that replaces the cluster.
resource "terraform_data" "final_snapshot" {
  triggers_replace = [var.kms_key_arn, var.master_username, var.database_name]
}

resource "aws_rds_cluster" "this" {
  cluster_identifier = var.name
  engine             = "aurora-mysql"
  engine_version     = var.engine_version
  port               = var.port
  tags               = merge(var.tags, var.cluster_tags)

  # A member in another region reads what its primary has encrypted.
  global_cluster_identifier = local.is_member ? var.global_cluster.id : null
  source_region             = local.is_member ? var.global_cluster.source_region : null

  snapshot_identifier = var.restore == null ? null : var.restore.snapshot_id

  dynamic "restore_to_point_in_time" {
    for_each = try(var.restore.point_in_time, null) == null ? [] : [var.restore.point_in_time]

    content {
      restore_to_time            = restore_to_point_in_time.value.time
      source_cluster_identifier  = restore_to_point_in_time.value.cluster
      source_cluster_resource_id = restore_to_point_in_time.value.cluster_resource_id
      use_latest_restorable_time = restore_to_point_in_time.value.time == null ? true : null
    }
  }

  storage_encrypted = true
  kms_key_id        = var.kms_key_arn

  database_name                 = local.is_original ? var.database_name : null
  master_username               = local.is_original ? var.master_username : null
  manage_master_user_password   = local.is_member || !var.manage_master_user_password ? null : true
  master_user_secret_kms_key_id = local.is_member || !var.manage_master_user_password ? null : var.kms_key_arn
  master_password_wo            = var.master_password
  master_password_wo_version    = local.is_member || var.manage_master_user_password ? null : var.master_password_version

  iam_database_authentication_enabled = var.iam_database_authentication_enabled

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = var.security_group_ids

  backup_retention_period   = var.backup_retention_days
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.deletion_protection
  final_snapshot_identifier = var.skip_final_snapshot ? null : "${var.name}-final-${substr(terraform_data.final_snapshot.id, 0, 8)}"
  preferred_backup_window   = var.backup_window
  skip_final_snapshot       = var.skip_final_snapshot

  allow_major_version_upgrade      = var.allow_major_version_upgrade
  apply_immediately                = var.apply_immediately
  db_cluster_parameter_group_name  = aws_rds_cluster_parameter_group.this.name
  db_instance_parameter_group_name = var.allow_major_version_upgrade ? aws_db_parameter_group.this.name : null
  preferred_maintenance_window     = var.maintenance_window

  enabled_cloudwatch_logs_exports = var.log_exports

  # What the mode of Database Insights needs is said along with it; without one each instance says it for itself.
  database_insights_mode                = var.database_insights_mode
  performance_insights_enabled          = var.database_insights_mode == null ? null : var.performance_insights_enabled
  performance_insights_kms_key_id       = var.database_insights_mode != null && var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.database_insights_mode != null && var.performance_insights_enabled ? var.performance_insights_retention_days : null

  # Whence a cluster was restored and whom it followed at first matters when it is made. Whom it follows now, and to which
  # global cluster it belongs, RDS says when roles change, and an apply that took it back would tear the cluster out:
  # https://github.com/hashicorp/terraform-provider-aws/pull/40921
  lifecycle {
    ignore_changes = [
      global_cluster_identifier,
      replication_source_identifier,
      restore_to_point_in_time,
      snapshot_identifier,
      source_region,
    ]

    postcondition {
      condition     = self.storage_encrypted
      error_message = "The source of restore is not encrypted: name a kms_key_arn, or restore from a copy of it that is."
    }
  }
}
