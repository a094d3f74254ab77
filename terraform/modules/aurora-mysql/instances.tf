# They share the storage of the cluster: the first is its writer, and the lowest promotion tier takes over.
resource "aws_rds_cluster_instance" "this" {
  for_each = var.instances

  identifier         = "${var.name}-${each.key}"
  cluster_identifier = aws_rds_cluster.this.cluster_identifier
  engine             = aws_rds_cluster.this.engine
  instance_class     = coalesce(each.value.instance_class, var.instance_class)
  promotion_tier     = each.value.promotion_tier
  tags               = var.tags

  db_subnet_group_name = aws_db_subnet_group.this.name
  publicly_accessible  = false

  copy_tags_to_snapshot = true

  apply_immediately            = var.apply_immediately
  auto_minor_version_upgrade   = var.auto_minor_version_upgrade
  ca_cert_identifier           = var.ca_cert_identifier
  db_parameter_group_name      = aws_db_parameter_group.this.name
  preferred_maintenance_window = var.maintenance_window

  monitoring_interval                   = var.monitoring == null ? 0 : var.monitoring.interval_seconds
  monitoring_role_arn                   = var.monitoring == null ? null : var.monitoring.role_arn
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_days : null

  # RDS deletes no cluster that has instances, so they go with each life of it:
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
  lifecycle {
    replace_triggered_by = [terraform_data.final_snapshot]
  }
}
