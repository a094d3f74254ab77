locals {
  family = "mysql${join(".", slice(split(".", var.engine_version), 0, 2))}"

  # What goes to CloudWatch is written to files: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
  # Where performance_schema is set, Performance Insights leaves its consumers alone, so the one that it reads is set, too:
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.EnableMySQL.html
  # Parameters that MySQL reads only when it starts wait for the next reboot.
  parameters = merge({
    "general_log"                                      = { value = contains(var.log_exports, "general") ? "1" : "0", apply_method = "immediate" }
    "innodb_print_all_deadlocks"                       = { value = "1", apply_method = "immediate" }
    "log_output"                                       = { value = "FILE", apply_method = "immediate" }
    "long_query_time"                                  = { value = tostring(max(var.slow_query_ms, 0) / 1000), apply_method = "immediate" }
    "max_connections"                                  = { value = tostring(var.max_connections), apply_method = "immediate" }
    "performance_schema"                               = { value = "1", apply_method = "pending-reboot" }
    "performance-schema-consumer-events-waits-current" = { value = "ON", apply_method = "pending-reboot" }
    "require_secure_transport"                         = { value = "1", apply_method = "immediate" }
    "slow_query_log"                                   = { value = var.slow_query_ms < 0 ? "0" : "1", apply_method = "immediate" }
  }, var.parameters)

  # The family is part of the name because a new major version needs a new group beside the old one.
  group_name = "${var.name}-${replace(local.family, ".", "-")}"
}

resource "aws_db_parameter_group" "this" {
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
