locals {
  major = split(".", var.engine_version)[0]

  # The family of Redis 6 is the only one that is not named after the major version alone.
  family = var.engine == "redis" && local.major == "6" ? "redis6.x" : "${var.engine}${local.major}"

  # A member of a global datastore takes engine, version, nodes, parameters and encryption from the primary.
  is_member = var.global_datastore != null

  # Shards speak the cluster protocol. On the way there a cache speaks both:
  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/modify-cluster-mode.html
  speaks_cluster = var.cluster_mode != "disabled"
  has_shards     = var.cluster_mode == "enabled"

  parameters = merge(local.speaks_cluster ? { "cluster-enabled" = "yes" } : {}, {
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
  count = local.is_member ? 0 : 1

  # The family is part of the name because a new major version needs a new group beside the old one, and so does the protocol.
  name        = "${var.name}-${replace(local.family, ".", "-")}${local.speaks_cluster ? "-cluster" : ""}"
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

moved {
  from = aws_elasticache_parameter_group.this
  to   = aws_elasticache_parameter_group.this[0]
}

# ElastiCache refuses a second snapshot of the same name, and snapshots outlive the cache. So each life of the cache has a name
# of its own: a new one begins when the cache is made again, or when an input changes that replaces it.
resource "terraform_data" "final_snapshot" {
  triggers_replace = [var.engine_version, try(var.global_datastore.id, null), var.kms_key_arn, var.port]
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "Cache ${var.name}."
  engine               = local.is_member ? null : var.engine
  engine_version       = local.is_member ? null : var.engine_version
  node_type            = local.is_member ? null : var.node_type
  parameter_group_name = one(aws_elasticache_parameter_group.this[*].name)
  port                 = var.port
  tags                 = var.tags

  global_replication_group_id = local.is_member ? var.global_datastore.id : null

  cluster_mode            = local.speaks_cluster ? var.cluster_mode : null
  num_cache_clusters      = local.has_shards ? null : var.node_count
  num_node_groups         = local.has_shards && !local.is_member ? var.shard_count : null
  replicas_per_node_group = local.has_shards ? var.node_count - 1 : null

  # More than one node is only worth its price when the others take over, from another zone. Shards need the former in any case.
  automatic_failover_enabled = var.node_count > 1 || local.has_shards
  multi_az_enabled           = var.node_count > 1

  subnet_group_name  = aws_elasticache_subnet_group.this.name
  security_group_ids = var.security_group_ids

  at_rest_encryption_enabled = local.is_member ? null : true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = local.is_member ? null : true
  transit_encryption_mode    = var.transit_encryption_mode
  auth_token                 = var.auth_token
  auth_token_update_strategy = nonsensitive(var.auth_token == null) ? null : "ROTATE"
  user_group_ids             = length(var.users) > 0 ? [aws_elasticache_user_group.this[0].user_group_id] : null

  apply_immediately          = var.apply_immediately
  auto_minor_version_upgrade = var.auto_minor_version_upgrade
  final_snapshot_identifier  = var.skip_final_snapshot ? null : "${var.name}-final-${substr(terraform_data.final_snapshot.id, 0, 8)}"
  maintenance_window         = var.maintenance_window
  notification_topic_arn     = var.notification_topic_arn
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
