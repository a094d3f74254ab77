locals {
  family = "postgres${split(".", var.engine_version)[0]}"

  # Parameters that PostgreSQL reads only when it starts wait for the next reboot.
  parameters = merge({
    "log_connections"            = { value = "1", apply_method = "immediate" }
    "log_disconnections"         = { value = "1", apply_method = "immediate" }
    "log_min_duration_statement" = { value = tostring(var.slow_query_ms), apply_method = "immediate" }
    "max_connections"            = { value = tostring(var.max_connections), apply_method = "pending-reboot" }
    "rds.force_ssl"              = { value = "1", apply_method = "immediate" }
    "shared_buffers"             = { value = var.shared_buffers, apply_method = "pending-reboot" }
    "shared_preload_libraries"   = { value = "pg_stat_statements", apply_method = "pending-reboot" }
    "ssl_min_protocol_version"   = { value = "TLSv1.2", apply_method = "immediate" }
    "work_mem"                   = { value = tostring(var.work_mem_kb), apply_method = "immediate" }
  }, var.parameters)
}

resource "aws_db_parameter_group" "this" {
  # The family is part of the name because a new major version needs a new group beside the old one.
  name        = "${var.name}-${local.family}"
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
