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

# The region of the copies is used as well, so it is watched as well. What an account has once stays with the baseline
# above; the name comes from its recorder, because the service-linked role that both need has to be there first.
module "baseline_replica" {
  source    = "../../modules/security-baseline"
  count     = var.manage_account_baseline && var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  access_analyzer            = var.account_baseline_replica.access_analyzer
  account_id                 = local.account_id
  config_recorder            = var.account_baseline_replica.config
  config_service_linked_role = false
  guardduty                  = var.account_baseline_replica.guardduty
  inspector                  = false
  name                       = "${coalesce(module.baseline[0].config_recorder_name, local.name)}-replica"
  record_global_resources    = false
  s3_public_access_block     = false
  security_hub               = var.account_baseline_replica.security_hub

  access_logs = {
    bucket = module.replica_logs_bucket[0].id
  }

  # Only what can lie in a region that holds copies of backups.
  config_rules = {
    rds-storage-encrypted    = { source_identifier = "RDS_STORAGE_ENCRYPTED" }
    restricted-ssh           = { source_identifier = "INCOMING_SSH_DISABLED" }
    s3-bucket-public-read    = { source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED" }
    s3-bucket-public-write   = { source_identifier = "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" }
    vpc-default-group-closed = { source_identifier = "VPC_DEFAULT_SECURITY_GROUP_CLOSED" }
  }
}
