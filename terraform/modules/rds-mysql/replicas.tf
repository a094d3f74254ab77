# Replicas in the region of the primary. One in another region is a call of this module with replicate_source.

resource "aws_db_instance" "replica" {
  for_each = var.replicas

  identifier          = "${var.name}-${each.key}"
  instance_class      = coalesce(each.value.instance_class, var.instance_class)
  port                = var.port
  replicate_source_db = aws_db_instance.this.identifier
  tags                = var.tags

  iops                  = var.iops
  max_allocated_storage = var.max_allocated_storage_gb
  storage_encrypted     = true
  storage_throughput    = var.storage_throughput
  storage_type          = var.storage_type
  kms_key_id            = var.kms_key_arn

  iam_database_authentication_enabled = var.iam_database_authentication_enabled

  multi_az               = each.value.multi_az
  publicly_accessible    = false
  vpc_security_group_ids = var.security_group_ids

  copy_tags_to_snapshot = true
  deletion_protection   = var.deletion_protection
  skip_final_snapshot   = true

  apply_immediately          = var.apply_immediately
  auto_minor_version_upgrade = var.auto_minor_version_upgrade
  ca_cert_identifier         = var.ca_cert_identifier
  maintenance_window         = var.maintenance_window
  option_group_name          = aws_db_option_group.this.name
  parameter_group_name       = aws_db_parameter_group.this.name

  database_insights_mode                = var.database_insights_mode
  enabled_cloudwatch_logs_exports       = var.log_exports
  monitoring_interval                   = var.monitoring == null ? 0 : var.monitoring.interval_seconds
  monitoring_role_arn                   = var.monitoring == null ? null : var.monitoring.role_arn
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_days : null
}
