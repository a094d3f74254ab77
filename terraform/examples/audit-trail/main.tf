# A trail of the account whose files nobody can change, whose readers are recorded, and whose key only the trail and its readers use.

locals {
  account_id = "123456789012"
  name       = "shop-audit"
  region     = "us-east-1"

  # Named before the trail exists, because the trail waits for the key.
  trail_arn = "arn:aws:cloudtrail:${local.region}:${local.account_id}:trail/${local.name}"
}

module "key" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Audit trail of the account."
  name        = local.name
  user_arns   = ["arn:aws:iam::${local.account_id}:role/auditor"]

  service_principals = {
    "cloudtrail.amazonaws.com" = {
      actions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]
      conditions = [
        { test = "StringEquals", variable = "aws:SourceArn", values = [local.trail_arn] },
        { test = "StringEquals", variable = "kms:EncryptionContext:aws:cloudtrail:arn", values = [local.trail_arn] },
      ]
    }

    "logs.${local.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:*"]
      }]
    }
  }
}

# Who reads the files of the trail. S3 writes such logs to buckets without a key of KMS only.
module "access_logs" {
  source = "../../modules/s3-bucket"

  name            = "${local.name}-access-logs-${local.account_id}"
  lifecycle_rules = { old = { expiration_days = 400 } }
  log_delivery    = { account_id = local.account_id, sources = ["s3"] }
  tags            = { DataClass = "internal" }
}

module "trail" {
  source = "../../modules/cloudtrail"

  access_logs            = { bucket = module.access_logs.id }
  account_id             = local.account_id
  data_event_bucket_arns = [module.access_logs.arn]
  kms_key_arn            = module.key.arn
  log_retention_days     = 90
  name                   = local.name
  object_lock            = { days = 365 }
  retention_days         = 400
  tags                   = { DataClass = "internal" }
}
