module "logs_bucket" {
  source = "../../../../modules/s3-bucket"

  force_destroy   = var.buckets_force_destroy
  lifecycle_rules = { expire = { expiration_days = var.access_log_retention_days } }
  name            = "${local.bucket_prefix}-logs-${local.bucket_suffix}"
  tags            = var.tags

  log_delivery = {
    account_id = var.account_id
    sources    = ["load-balancer", "s3"]
  }
}

# Exports of the database and of settings, beside the backups that RDS keeps itself.
module "backup_bucket" {
  source = "../../../../modules/s3-bucket"

  force_destroy          = var.buckets_force_destroy
  kms_encryption_enabled = true
  kms_key_arn            = var.kms_data_key_arn
  lifecycle_rules        = { expire = { expiration_days = var.backup_retention_days } }
  name                   = "${local.bucket_prefix}-backups-${local.bucket_suffix}"
  tags                   = var.tags

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "backups/"
  }
}
