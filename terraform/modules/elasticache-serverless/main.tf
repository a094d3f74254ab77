resource "aws_elasticache_serverless_cache" "this" {
  name                 = var.name
  description          = "Cache ${var.name}."
  engine               = var.engine
  major_engine_version = var.major_engine_version
  tags                 = var.tags

  security_group_ids = var.security_group_ids
  subnet_ids         = var.subnet_ids

  # Encrypted at rest and on its way in any case; this is about whose key it is.
  kms_key_id = var.kms_key_arn

  user_group_id = length(var.users) > 0 ? aws_elasticache_user_group.this[0].user_group_id : null

  daily_snapshot_time      = var.snapshot_time
  snapshot_retention_limit = var.snapshot_retention_days

  cache_usage_limits {
    data_storage {
      maximum = var.storage_gb.maximum
      minimum = var.storage_gb.minimum
      unit    = "GB"
    }

    ecpu_per_second {
      maximum = var.ecpu_per_second.maximum
      minimum = var.ecpu_per_second.minimum
    }
  }
}
