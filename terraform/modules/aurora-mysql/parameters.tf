locals {
  family = "aurora-mysql${join(".", slice(split(".", var.engine_version), 0, 2))}"

  # What all instances share. Connections, grants and changes of tables are audited, reads and writes of data are not:
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
  parameters = merge({
    "general_log"              = { value = contains(var.log_exports, "general") ? "1" : "0", apply_method = "immediate" }
    "log_output"               = { value = "FILE", apply_method = "immediate" }
    "long_query_time"          = { value = tostring(max(var.slow_query_ms, 0) / 1000), apply_method = "immediate" }
    "require_secure_transport" = { value = "ON", apply_method = "immediate" }
    "server_audit_events"      = { value = "CONNECT,QUERY_DCL,QUERY_DDL", apply_method = "immediate" }
    "server_audit_logging"     = { value = contains(var.log_exports, "audit") ? "1" : "0", apply_method = "immediate" }
    "slow_query_log"           = { value = var.slow_query_ms < 0 ? "0" : "1", apply_method = "immediate" }
  }, var.parameters)

  # Where performance_schema is set, Performance Insights leaves its consumers alone, so the one that it reads is set, too:
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.EnableMySQL.html
  # Parameters that MySQL reads only when it starts wait for the next reboot.
  instance_parameters = merge({
    "innodb_print_all_deadlocks"                       = { value = "1", apply_method = "immediate" }
    "performance_schema"                               = { value = "1", apply_method = "pending-reboot" }
    "performance-schema-consumer-events-waits-current" = { value = "ON", apply_method = "pending-reboot" }
  }, var.instance_parameters)

  # The family is part of the name because a new major version needs new groups beside the old ones.
  group_name = "${var.name}-${replace(local.family, ".", "-")}"
}

resource "aws_rds_cluster_parameter_group" "this" {
  name        = local.group_name
  description = "Parameters of the database ${var.name}."
  family      = local.family
  tags        = var.tags

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "this" {
  name        = local.group_name
  description = "Parameters of the instances of the database ${var.name}."
  family      = local.family
  tags        = var.tags

  dynamic "parameter" {
    for_each = local.instance_parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
