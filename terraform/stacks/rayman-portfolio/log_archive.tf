# The logs of tasks and functions, written on to the bucket for logs, where they can be read without CloudWatch.

module "log_archive" {
  source = "../../modules/log-archive"
  count  = var.log_archive_enabled ? 1 : 0

  account_id         = local.account_id
  bucket_arn         = module.logs_bucket.arn
  bucket_prefix      = "application"
  log_kms_key_arn    = module.kms_logs.arn
  log_retention_days = var.log_retention_days
  name               = "${local.name}-archive"

  log_groups = {
    api    = { source_log_group = module.functions["api"].log_group_name }
    app    = { source_log_group = module.log_groups.names["app"] }
    worker = { source_log_group = module.functions["worker"].log_group_name }
  }
}
