# What an account has once: the audit trail and the services that watch it.

module "trail" {
  source = "../../modules/cloudtrail"
  count  = var.manage_account_baseline ? 1 : 0

  account_id             = local.account_id
  data_event_bucket_arns = var.record_object_events ? [module.buckets["videos"].arn, module.buckets["uploads"].arn] : []
  kms_key_arn            = module.kms_logs.arn
  log_retention_days     = var.log_retention_days
  name                   = "${local.name}-trail"
  object_lock            = var.trail_object_lock_days == null ? null : { days = var.trail_object_lock_days }
  retention_days         = var.trail_retention_days

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

module "baseline" {
  source = "../../modules/security-baseline"
  count  = var.manage_account_baseline ? 1 : 0

  account_id = local.account_id
  name       = local.name

  access_logs = {
    bucket = module.logs_bucket.id
  }
}
