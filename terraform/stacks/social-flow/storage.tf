locals {
  # Apart from what makes the buckets different: that needs the distribution, which needs the buckets.
  bucket_names = toset(["static", "uploads", "videos"])

  buckets = {
    static = {
      noncurrent_version_days = var.noncurrent_version_days
      cors_rules              = {}
      lifecycle_rules         = {}
    }

    # Temporary by nature: what has expired must not live on as an old version.
    uploads = {
      noncurrent_version_days = 1
      cors_rules              = local.browser_uploads
      lifecycle_rules         = { expire = { expiration_days = 7 } }
    }

    videos = {
      noncurrent_version_days = var.noncurrent_version_days
      cors_rules              = local.browser_uploads
      lifecycle_rules = {
        archive = {
          transitions = merge(
            var.videos_storage_class == "STANDARD" ? {} : { (var.videos_storage_class) = 0 },
            { (var.videos_archive_class) = 90 },
          )
          expiration_days = 730
        }
      }
    }
  }

  # Browsers send a file to the bucket that the application may write, and read it from the other once a worker has moved it.
  browser_uploads = {
    upload = {
      allowed_origins = ["https://${local.has_domain ? var.domain_name : module.cdn.domain_name}"]
      allowed_methods = ["GET", "HEAD", "POST", "PUT"]
    }
  }

  # What the distribution serves; in production each has a copy to fail over to.
  served_buckets     = ["static", "videos"]
  replicated_buckets = toset(var.replicate ? local.served_buckets : [])

  reading_distributions = var.origin_access == "control" ? [module.cdn.arn] : []
  reading_identities    = var.origin_access == "identity" ? [module.cdn.origin_access_identity_arn] : []
}

module "buckets" {
  source   = "../../modules/s3-bucket"
  for_each = local.bucket_names

  cloudfront_distribution_arns = contains(local.served_buckets, each.key) ? local.reading_distributions : []
  cors_rules                   = local.buckets[each.key].cors_rules
  force_destroy                = var.buckets_force_destroy
  lifecycle_rules              = local.buckets[each.key].lifecycle_rules
  name                         = "${local.name}-${each.key}-${local.account_id}"
  noncurrent_version_days      = local.buckets[each.key].noncurrent_version_days
  origin_access_identity_arns  = contains(local.served_buckets, each.key) ? local.reading_identities : []
  versioning_enabled           = contains(var.versioned_buckets, each.key)

  access_logs = {
    bucket = module.logs_bucket.id
  }

  replication = contains(local.replicated_buckets, each.key) ? {
    destination_bucket_arn = module.replica_buckets[each.key].arn
  } : null
}

# Lifecycle actions are not replicated, so the copies have the rules of their originals.
module "replica_buckets" {
  source    = "../../modules/s3-bucket"
  for_each  = local.replicated_buckets
  providers = { aws = aws.replica }

  cloudfront_distribution_arns = local.reading_distributions
  force_destroy                = var.buckets_force_destroy
  lifecycle_rules              = local.buckets[each.key].lifecycle_rules
  name                         = "${local.name}-${each.key}-replica-${local.account_id}"
  noncurrent_version_days      = local.buckets[each.key].noncurrent_version_days
  origin_access_identity_arns  = local.reading_identities

  access_logs = {
    bucket = module.replica_logs_bucket[0].id
  }
}

module "logs_bucket" {
  source = "../../modules/s3-bucket"

  force_destroy   = var.buckets_force_destroy
  lifecycle_rules = { expire = { expiration_days = var.access_log_retention_days } }
  name            = "${local.name}-logs-${local.account_id}"

  log_delivery = {
    account_id = local.account_id
    sources    = ["load-balancer", "cloudfront", "s3"]
  }
}

# S3 writes its access logs within the region only.
module "replica_logs_bucket" {
  source    = "../../modules/s3-bucket"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  force_destroy   = var.buckets_force_destroy
  lifecycle_rules = { expire = { expiration_days = var.access_log_retention_days } }
  name            = "${local.name}-logs-replica-${local.account_id}"

  log_delivery = {
    account_id = local.account_id
    sources    = ["s3"]
  }
}
