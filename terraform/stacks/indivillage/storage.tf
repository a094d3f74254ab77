# Buckets by purpose, the file system that instances share, and copies of what matters in the replica region.

locals {
  # Apart from what makes the buckets different: that needs the distribution, which needs the buckets.
  bucket_keys  = toset(["assets", "backups", "processed", "uploads"])
  replica_keys = var.replicate ? var.replicated_buckets : toset([])

  # The distribution asks the copy of the assets when the bucket does not answer.
  assets_copied = contains(local.replica_keys, "assets")

  # The specification's names, which the whole world shares with us: environment and account make them ours.
  bucket_full_names = {
    for key in ["assets", "backups", "logs", "processed", "uploads"] : key => "${var.system}-${key}-${var.environment}-${local.account_id}"
  }
  replica_full_names = {
    for key in ["assets", "backups", "logs", "processed"] : key => "${var.system}-${key}-copy-${var.environment}-${local.account_id}"
  }

  # What people give us and what becomes of it has our own key. Assets are public in the end, and S3 and balancers write logs under S3's key.
  buckets_with_key = ["backups", "processed", "uploads"]

  # How long objects live, and where they lie meanwhile: infrequent access, then an archive. null keeps them for ever.
  bucket_retention = {
    assets = null
    backups = {
      days        = var.retention_days.backups
      transitions = { STANDARD_IA = var.infrequent_days }
    }
    logs = {
      days        = var.retention_days.logs
      transitions = { STANDARD_IA = var.infrequent_days, GLACIER = var.archive_days }
    }
    processed = {
      days        = var.retention_days.processed
      transitions = { STANDARD_IA = var.infrequent_days, (var.processed_archive_class) = var.archive_days }
    }
    uploads = {
      days        = var.retention_days.uploads
      transitions = {}
    }
  }

  bucket_lifecycles = {
    for key, kept in local.bucket_retention : key => kept == null ? {} : {
      retention = { expiration_days = kept.days, transitions = { for class, days in kept.transitions : class => days if days < kept.days } }
    }
  }

  # Everything that was replaced or deleted is removed for good, temporary data at once with the rest.
  version_days = merge({ for key in local.bucket_keys : key => var.noncurrent_version_days }, { uploads = min(var.noncurrent_version_days, var.retention_days.uploads) })

  distribution_arns = { for key in local.bucket_keys : key => key == "assets" && var.origin_access == "control" ? module.distribution[*].arn : [] }
  identity_arns     = { for key in local.bucket_keys : key => key == "assets" && var.origin_access == "identity" ? module.distribution[*].origin_access_identity_arn : [] }

  # A signed URL is good for a while; what is signed with a key of one's own, as the application does it, is seconds old.
  # https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
  deny_old_signatures = {
    deny-old-signatures = {
      effect     = "Deny"
      principals = { AWS = ["*"] }
      actions    = ["s3:*"]
      conditions = [{ test = "NumericGreaterThan", variable = "s3:signatureAge", values = [tostring(1000 * var.upload_limits.url_lifetime_seconds)] }]
    }
  }

  # Whoever says how a file is to be encrypted says it as the bucket does.
  deny_other_encryption = {
    deny-other-encryption = {
      effect     = "Deny"
      principals = { AWS = ["*"] }
      actions    = ["s3:PutObject"]
      conditions = [
        { test = "StringNotEqualsIfExists", variable = "s3:x-amz-server-side-encryption", values = ["aws:kms"] },
        { test = "Null", variable = "s3:x-amz-server-side-encryption", values = ["false"] },
      ]
    }
  }

  bucket_statements = {
    assets    = {}
    backups   = local.deny_other_encryption
    processed = merge(local.deny_old_signatures, local.deny_other_encryption)
    uploads   = merge(local.deny_old_signatures, local.deny_other_encryption)
  }

  # Browsers send files straight to the bucket, from our own pages only.
  upload_origins = length(var.upload_origins) > 0 || var.domain_name == null ? var.upload_origins : ["https://${var.domain_name}", "https://www.${var.domain_name}"]

  cors_rules = {
    for key in local.bucket_keys : key => key == "uploads" && length(local.upload_origins) > 0 ? {
      browsers = { allowed_origins = local.upload_origins, allowed_methods = ["POST", "PUT"] }
    } : {}
  }

  replications = {
    for key in local.bucket_keys : key => contains(local.replica_keys, key) ? {
      destination_bucket_arn  = module.replica_buckets[key].arn
      destination_kms_key_arn = contains(local.buckets_with_key, key) ? module.kms_replica[0].arn : null
      time_control_enabled    = true
    } : null
  }
}

module "buckets" {
  source   = "../../modules/s3-bucket"
  for_each = local.bucket_keys

  cloudfront_distribution_arns = local.distribution_arns[each.key]
  cors_rules                   = local.cors_rules[each.key]
  event_bridge_enabled         = each.key == "uploads"
  force_destroy                = var.buckets_force_destroy
  kms_encryption_enabled       = contains(local.buckets_with_key, each.key)
  kms_key_arn                  = contains(local.buckets_with_key, each.key) ? module.kms_data.arn : null
  lifecycle_rules              = local.bucket_lifecycles[each.key]
  name                         = local.bucket_full_names[each.key]
  noncurrent_version_days      = local.version_days[each.key]
  origin_access_identity_arns  = local.identity_arns[each.key]
  permissions_boundary_arn     = aws_iam_policy.service_boundary.arn
  policy_statements            = local.bucket_statements[each.key]
  replication                  = local.replications[each.key]
  tags                         = local.class_tags[each.key == "assets" ? "public" : "confidential"]

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

module "logs_bucket" {
  source = "../../modules/s3-bucket"

  force_destroy           = var.buckets_force_destroy
  lifecycle_rules         = local.bucket_lifecycles["logs"]
  name                    = local.bucket_full_names["logs"]
  noncurrent_version_days = var.noncurrent_version_days

  log_delivery = {
    account_id = local.account_id
    sources    = ["load-balancer", "cloudfront", "s3"]
  }
}

# Copies live as long as what they are copies of: S3 copies deletions by people, not those by rules.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnt-replicated.html
module "replica_buckets" {
  source    = "../../modules/s3-bucket"
  for_each  = local.replica_keys
  providers = { aws = aws.replica }

  cloudfront_distribution_arns = local.distribution_arns[each.key]
  force_destroy                = var.buckets_force_destroy
  kms_encryption_enabled       = contains(local.buckets_with_key, each.key)
  kms_key_arn                  = contains(local.buckets_with_key, each.key) ? module.kms_replica[0].arn : null
  lifecycle_rules              = local.bucket_lifecycles[each.key]
  name                         = local.replica_full_names[each.key]
  noncurrent_version_days      = local.version_days[each.key]
  origin_access_identity_arns  = local.identity_arns[each.key]
  tags                         = local.class_tags[each.key == "assets" ? "public" : "confidential"]

  access_logs = {
    bucket = module.replica_logs_bucket[0].id
  }
}

# S3 writes its access logs within the region only; the balancer of that region writes there, too.
module "replica_logs_bucket" {
  source    = "../../modules/s3-bucket"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  force_destroy           = var.buckets_force_destroy
  lifecycle_rules         = local.bucket_lifecycles["logs"]
  name                    = local.replica_full_names["logs"]
  noncurrent_version_days = var.noncurrent_version_days

  log_delivery = {
    account_id = local.account_id
    sources    = ["load-balancer", "s3"]
  }
}

# With time control S3 measures each bucket's replication against its promise of 15 minutes.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
module "replication_alarms" {
  source = "../../modules/alarms"
  count  = var.replicate ? 1 : 0

  name       = "${local.name}-replication"
  topic_arns = { high = local.alert_topic_arns["high"] }

  alarms = merge([
    for key in local.replica_keys : {
      "${key}-failed" = {
        description        = "Objects of the bucket ${key} could not be copied to the replica region."
        dimensions         = local.replication_dimensions[key]
        metric_name        = "OperationsFailedReplication"
        namespace          = "AWS/S3"
        severity           = "high"
        statistic          = "Sum"
        threshold          = 0
        treat_missing_data = "notBreaching"
      }
      "${key}-late" = {
        description        = "The newest copy of the bucket ${key} in the replica region is more than 15 minutes old."
        dimensions         = local.replication_dimensions[key]
        metric_name        = "ReplicationLatency"
        namespace          = "AWS/S3"
        severity           = "high"
        statistic          = "Maximum"
        threshold          = 900
        treat_missing_data = "notBreaching"
      }
    }
  ]...)
}

locals {
  replication_dimensions = {
    for key in local.replica_keys : key => {
      DestinationBucket = local.replica_full_names[key]
      RuleId            = "everything-below-prefix"
      SourceBucket      = local.bucket_full_names[key]
    }
  }
}

# Files that instances of both tiers share. Settings and what is being worked on have a door each.
module "file_system" {
  source = "../../modules/efs"

  automatic_backups_enabled = false
  kms_key_arn               = module.kms_data.arn
  name                      = "${local.name}-files"
  performance_mode          = "generalPurpose"
  security_group_ids        = [module.security_groups.ids["files"]]
  tags                      = local.backup_tags.standard
  throughput_mode           = "bursting"
  zone_subnet_ids           = module.network.subnet_ids["data"]

  access_points = {
    processing = { path = "/processing", user_id = 1000, group_id = 1000, permissions = "0770" }
    settings   = { path = "/settings", user_id = 1001, group_id = 1000, permissions = "0750" }
  }

  # What serves pages only reads the settings.
  clients = {
    app      = { access_points = ["processing", "settings"], role_arn = module.roles["app"].principal_arn }
    web      = { access_points = ["processing"], role_arn = module.roles["web"].principal_arn }
    web-read = { access_points = ["settings"], role_arn = module.roles["web"].principal_arn, write = false }
  }
}

locals {
  files_mount_point = "/mnt/indivillage"

  # What an instance of either tier does at boot. Which file system it is, the script asks Parameter Store (`setting`, hosts/), so that a
  # plan shows all of it.
  mount_commands = templatefile("${path.module}/hosts/mount.sh.tftpl", {
    access_points = { for folder in ["processing", "settings"] : folder => "$(setting files/access-point-${folder})" }
    file_system   = "$(setting files/file-system)"
    mount_point   = local.files_mount_point
  })
}
