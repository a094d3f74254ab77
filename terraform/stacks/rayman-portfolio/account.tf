# What an account has once: the audit trail and the services that watch it.

module "trail" {
  source = "../../modules/cloudtrail"
  count  = var.manage_account_baseline && var.account_baseline.trail ? 1 : 0

  account_id               = local.account_id
  data_event_bucket_arns   = var.record_data_events ? [module.buckets["media"].arn] : []
  data_event_function_arns = var.record_data_events ? [for function in module.functions : function.arn] : []
  kms_key_arn              = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = "${local.name}-trail"
  retention_days           = var.trail_retention_days

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

module "baseline" {
  source = "../../modules/security-baseline"
  count  = var.manage_account_baseline ? 1 : 0

  access_analyzer            = var.account_baseline.access_analyzer
  account_id                 = local.account_id
  config_recorder            = var.account_baseline.config
  config_service_linked_role = var.account_baseline.config_service_linked_role
  guardduty                  = var.account_baseline.guardduty
  inspector                  = var.account_baseline.inspector
  name                       = local.name
  security_hub               = var.account_baseline.security_hub

  access_logs = {
    bucket = module.logs_bucket.id
  }
}
