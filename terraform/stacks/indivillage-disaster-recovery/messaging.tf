# By what the API and the worker hand each other work, and where browsers put files: the same as in the primary region, and empty until this
# one serves. The functions of the primary region are not here: what they would do waits (README.md, "What it does not do").

locals {
  metric_namespace = "IndiVillage/${var.environment}"
  queue_prefix     = "https://sqs.${var.region}.${local.dns_suffix}/${local.account_id}"

  # Built from names, because queues, topics and rules would wait for each other otherwise.
  notifications_arn = "arn:${local.partition}:sns:${local.here}:${local.name}-notifications"
  uploads_rule_arn  = "arn:${local.partition}:events:${local.here}:rule/${local.name}-uploads-files"

  processed_bucket_name = "${var.system}-processed-copy-${var.environment}-${local.account_id}"
  uploads_bucket_name   = "${var.system}-uploads-recovery-${var.environment}-${local.account_id}"

  # E-mails lie until the primary region is back: here nothing sends them.
  queues = {
    email   = { fifo = false, senders = { notifications = { service = "sns.amazonaws.com", source_arns = [local.notifications_arn] } } }
    jobs    = { fifo = false, senders = { uploads = { service = "events.amazonaws.com", source_arns = [local.uploads_rule_arn] } } }
    ordered = { fifo = true, senders = {} }
  }

  # Browsers send files from our own pages only.
  upload_origins = var.domain_name == null ? [] : ["https://${var.domain_name}", "https://www.${var.domain_name}"]
}

module "queues" {
  source   = "../../modules/sqs-queue"
  for_each = local.queues

  fifo                       = each.value.fifo ? { high_throughput = true } : null
  kms_key_arn                = module.kms_data.arn
  message_retention_seconds  = 1209600
  name                       = "${local.name}-${each.key}"
  senders                    = each.value.senders
  visibility_timeout_seconds = 6 * var.job_timeout_seconds
}

module "notifications" {
  source = "../../modules/sns-topic"

  account_id   = local.account_id
  display_name = "IndiVillage"
  kms_key_arn  = module.kms_data.arn
  name         = "${local.name}-notifications"

  subscriptions = {
    email = {
      endpoint             = module.queues["email"].arn
      filter_policy        = jsonencode({ channel = ["email"] })
      protocol             = "sqs"
      raw_message_delivery = true
    }
  }
}

# Nobody hears of these events here; the archive hands them to the primary region's readers afterwards, or shows what they were.
module "bus" {
  source = "../../modules/event-bus"

  archive = { retention_days = 30 }
  name    = local.name
}

module "uploads_bucket" {
  source = "../../modules/s3-bucket"

  cors_rules              = length(local.upload_origins) == 0 ? {} : { browsers = { allowed_origins = local.upload_origins, allowed_methods = ["POST", "PUT"] } }
  event_bridge_enabled    = true
  kms_encryption_enabled  = true
  kms_key_arn             = module.kms_data.arn
  lifecycle_rules         = { retention = { expiration_days = var.upload_retention_days } }
  name                    = local.uploads_bucket_name
  noncurrent_version_days = var.upload_retention_days

  access_logs = {
    bucket = local.logs_bucket_name
  }

  # As the bucket of the primary region: signatures are short-lived, and whoever says how a file is to be encrypted says it as the bucket does.
  policy_statements = {
    deny-old-signatures = {
      effect     = "Deny"
      principals = { AWS = ["*"] }
      actions    = ["s3:*"]
      conditions = [{ test = "NumericGreaterThan", variable = "s3:signatureAge", values = [tostring(1000 * var.upload_limits.url_lifetime_seconds)] }]
    }
    deny-other-encryption = {
      effect     = "Deny"
      principals = { AWS = ["*"] }
      actions    = ["s3:PutObject"]
      conditions = [
        { test = "StringNotEqualsIfExists", variable = "s3:x-amz-server-side-encryption", values = ["aws:kms"] },
        { test = "Null", variable = "s3:x-amz-server-side-encryption", values = ["false"] },
      ]
    }
  }
}

# An upload that is complete becomes a job of the worker.
module "upload_events" {
  source = "../../modules/event-bus"

  custom_bus = false
  name       = "${local.name}-uploads"

  rules = {
    files = {
      description = "A file was uploaded."

      event_pattern = jsonencode({
        source      = ["aws.s3"]
        detail-type = ["Object Created"]
        detail = {
          bucket = { name = [local.uploads_bucket_name] }
          object = {
            key  = [for suffix in var.upload_limits.suffixes : { suffix = suffix }]
            size = [{ numeric = [">", 0, "<=", var.upload_limits.max_bytes] }]
          }
        }
      })

      targets = { jobs = { arn = module.queues["jobs"].arn } }
    }
  }
}
