locals {
  # Apart from what makes the buckets different: that needs the distribution, which needs the buckets.
  bucket_names = toset(["media", "static"])

  buckets = {
    media = {
      expire = { transitions = { STANDARD_IA = var.media_infrequent_days, (var.media_archive_class) = var.media_archive_days } }
    }
    # What has been published is read for as long as a page names it; only what it replaced is removed.
    static = {}
  }

  serving_distributions = { for key in local.bucket_names : key => key == "static" && var.origin_access == "control" ? module.cdn[*].arn : [] }
  serving_identities    = { for key in local.bucket_names : key => key == "static" && var.origin_access == "identity" ? module.cdn[*].origin_access_identity_arn : [] }
}

module "buckets" {
  source   = "../../modules/s3-bucket"
  for_each = local.bucket_names

  cloudfront_distribution_arns = local.serving_distributions[each.key]
  force_destroy                = var.buckets_force_destroy
  lifecycle_rules              = local.buckets[each.key]
  name                         = "${local.name}-${each.key}-${local.account_id}"
  origin_access_identity_arns  = local.serving_identities[each.key]

  access_logs = {
    bucket = module.logs_bucket.id
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
  name            = "${local.name}-logs-copy-${local.account_id}"

  log_delivery = {
    account_id = local.account_id
    sources    = ["s3"]
  }
}
