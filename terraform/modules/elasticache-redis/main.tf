locals {
  major = split(".", var.engine_version)[0]

  # The family of Redis 6 is the only one that is not named after the major version alone.
  family = var.engine == "redis" && local.major == "6" ? "redis6.x" : "${var.engine}${local.major}"

  parameters = merge({
    "maxmemory-policy" = "allkeys-lru"
    "tcp-keepalive"    = "300"
    "timeout"          = "300"
  }, var.parameters)
}

resource "aws_elasticache_subnet_group" "this" {
  name        = var.name
  description = "Subnets of the cache ${var.name}."
  subnet_ids  = var.subnet_ids
  tags        = var.tags
}

resource "aws_elasticache_parameter_group" "this" {
  # The family is part of the name because a new major version needs a new group beside the old one.
  name        = "${var.name}-${replace(local.family, ".", "-")}"
  description = "Parameters of the cache ${var.name}."
  family      = local.family
  tags        = var.tags

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "Cache ${var.name}."
  engine               = var.engine
  engine_version       = var.engine_version
  node_type            = var.node_type
  num_cache_clusters   = var.node_count
  parameter_group_name = aws_elasticache_parameter_group.this.name
  port                 = var.port
  tags                 = var.tags

  # More than one node is only worth its price when the others take over, from another zone.
  automatic_failover_enabled = var.node_count > 1
  multi_az_enabled           = var.node_count > 1

  subnet_group_name  = aws_elasticache_subnet_group.this.name
  security_group_ids = var.security_group_ids

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = true
  auth_token                 = var.auth_token
  auth_token_update_strategy = var.auth_token == null ? null : "ROTATE"
  user_group_ids             = length(var.users) > 0 ? [aws_elasticache_user_group.this[0].user_group_id] : null

  apply_immediately          = var.apply_immediately
  auto_minor_version_upgrade = var.auto_minor_version_upgrade
  maintenance_window         = var.maintenance_window
  snapshot_retention_limit   = var.snapshot_retention_days
  snapshot_window            = var.snapshot_window

  dynamic "log_delivery_configuration" {
    for_each = var.log_group_names

    content {
      destination      = log_delivery_configuration.value
      destination_type = "cloudwatch-logs"
      log_format       = "json"
      log_type         = log_delivery_configuration.key
    }
  }
}
