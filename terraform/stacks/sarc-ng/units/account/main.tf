# What an account has once (trail, detectors, rules for passwords, roles of the pipeline) and its buckets for logs and backups.
# A further region of the account gets this unit again, with is_primary = false, and then watches that region only.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  # Names of buckets are everybody's.
  bucket_prefix = "${var.name}-${var.environment}"
  bucket_suffix = var.is_primary ? var.account_id : "${var.region}-${var.account_id}"
}

module "trail" {
  source = "../../../../modules/cloudtrail"
  count  = var.is_primary && var.account_baseline.trail ? 1 : 0

  account_id         = var.account_id
  kms_key_arn        = var.kms_logs_key_arn
  log_retention_days = var.log_retention_days
  name               = "${local.bucket_prefix}-trail"
  retention_days     = var.trail_retention_days
  tags               = var.tags

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

# EBS volumes of instances are encrypted by the account's default (ebs_encryption), whatever makes them.
module "baseline" {
  source = "../../../../modules/security-baseline"

  access_analyzer            = var.account_baseline.access_analyzer
  account_id                 = var.account_id
  config_recorder            = var.account_baseline.config
  config_service_linked_role = var.is_primary && var.account_baseline.config_service_linked_role
  guardduty                  = var.account_baseline.guardduty
  inspector                  = var.is_primary && var.account_baseline.inspector
  name                       = var.is_primary ? local.bucket_prefix : "${coalesce(var.config_recorder_name, local.bucket_prefix)}-${var.region}"
  record_global_resources    = var.is_primary
  s3_public_access_block     = var.is_primary
  security_hub               = var.account_baseline.security_hub
  tags                       = var.tags

  access_logs = {
    bucket = module.logs_bucket.id
  }

  # In a further region only what can lie there; null keeps the rules of the module.
  config_rules = var.is_primary ? null : {
    rds-storage-encrypted    = { source_identifier = "RDS_STORAGE_ENCRYPTED" }
    restricted-ssh           = { source_identifier = "INCOMING_SSH_DISABLED" }
    s3-bucket-public-read    = { source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED" }
    s3-bucket-public-write   = { source_identifier = "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" }
    vpc-default-group-closed = { source_identifier = "VPC_DEFAULT_SECURITY_GROUP_CLOSED" }
    vpc-flow-logs-enabled    = { source_identifier = "VPC_FLOW_LOGS_ENABLED" }
  }
}

# AWS allows one monitor of all services in an account, and makes it itself in new ones.
module "cost_anomaly" {
  source = "../../../../modules/cost-anomaly"
  count  = var.is_primary && length(var.cost_anomaly_addresses) > 0 ? 1 : 0

  existing_monitor = var.cost_anomaly_monitor
  name             = var.name
  tags             = var.tags

  subscriptions = {
    people = { addresses = var.cost_anomaly_addresses, frequency = "DAILY" }
  }
}

module "people" {
  source = "../../../../modules/iam-people"
  count  = var.is_primary ? 1 : 0

  manage_password_policy = var.account_baseline.password_policy
  name                   = var.name
  tags                   = var.tags
}
