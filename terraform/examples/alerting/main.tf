# Alarms that reach somebody: topics by severity, and a key that lets CloudWatch hand over its messages.

locals {
  account_id = "123456789012"
  name       = "shop-production"
  region     = "us-east-1"
}

module "key" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Alerts of the shop."
  name         = "${local.name}-alerts"
  via_services = ["sns.${local.region}.amazonaws.com"]

  service_principals = {
    "cloudwatch.amazonaws.com" = { actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }
  }
}

module "topics" {
  source   = "../../modules/sns-topic"
  for_each = { critical = "on-call@example.com", warning = "team@example.com" }

  account_id         = local.account_id
  kms_key_arn        = module.key.arn
  name               = "${local.name}-${each.key}"
  publisher_services = ["cloudwatch.amazonaws.com"]
  subscriptions      = { people = { protocol = "email", endpoint = each.value } }
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = { for severity, topic in module.topics : severity => topic.arn }

  alarms = {
    dead-letters = {
      description        = "A message could not be processed."
      dimensions         = { QueueName = "${local.name}-orders-dead-letters" }
      metric_name        = "ApproximateNumberOfMessagesVisible"
      namespace          = "AWS/SQS"
      severity           = "warning"
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
    database-storage = {
      comparison_operator = "LessThanThreshold"
      description         = "The database has less than 5 gigabytes left."
      dimensions          = { DBInstanceIdentifier = local.name }
      metric_name         = "FreeStorageSpace"
      namespace           = "AWS/RDS"
      severity            = "critical"
      threshold           = 5000000000
    }
  }
}
