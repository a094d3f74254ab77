# Dumps of the database that the task of the schema makes before it changes anything, and that people make for a test of a restore. RDS
# keeps its own backups elsewhere; these are for going back by hand.

locals {
  backups_bucket = "${var.name}-${var.environment}-backups-${var.account_id}"
}

module "backups" {
  source = "../../../../../modules/s3-bucket"

  access_logs            = var.access_logs
  force_destroy          = var.backups_bucket_force_destroy
  kms_encryption_enabled = true
  kms_key_arn            = var.kms_data_key_arn
  lifecycle_rules        = { expire = { expiration_days = var.kept_backup_days } }
  name                   = local.backups_bucket
  tags                   = var.tags
}
