# Three keys, so that who reads logs does not thereby read data: one for data, one for logs and alerts, one for copies elsewhere.

locals {
  # What a service needs in order to hand an encrypted message to a topic.
  publish_actions = ["kms:Decrypt", "kms:GenerateDataKey*"]

  trail_arns = ["arn:${local.partition}:cloudtrail:*:${local.account_id}:trail/*"]
}

module "kms_data" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Database, cache, queues, functions, secrets, images and backups."
  name        = "${local.name}-data"

  via_services = [
    for service in ["backup", "ecr", "elasticache", "lambda", "rds", "secretsmanager", "sns", "sqs"] :
    "${service}.${var.region}.amazonaws.com"
  ]
}

module "kms_logs" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Log groups, alerts and the audit trail."
  name         = "${local.name}-logs"
  via_services = [for service in ["s3", "sns"] : "${service}.${var.region}.amazonaws.com"]

  service_principals = {
    "budgets.amazonaws.com"    = { actions = local.publish_actions }
    "cloudwatch.amazonaws.com" = { actions = local.publish_actions }
    "costalerts.amazonaws.com" = { actions = local.publish_actions }
    "events.rds.amazonaws.com" = { actions = local.publish_actions }

    # EventBridge does not tell the account that it acts for, but SNS tells the topic.
    "events.amazonaws.com" = {
      actions = local.publish_actions
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sns:topicArn"
        values   = ["arn:${local.partition}:sns:${var.region}:${local.account_id}:${local.name}-*"]
      }]
    }

    "cloudtrail.amazonaws.com" = {
      actions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]
      conditions = [
        { test = "ArnLike", variable = "aws:SourceArn", values = local.trail_arns },
        { test = "StringLike", variable = "kms:EncryptionContext:aws:cloudtrail:arn", values = local.trail_arns },
      ]
    }

    "logs.${var.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:*"]
      }]
    }
  }
}

module "kms_replica" {
  source    = "../../modules/kms-key"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  account_id   = local.account_id
  description  = "Copies of backups."
  name         = "${local.name}-replica"
  via_services = [for service in ["backup", "rds"] : "${service}.${var.replica_region}.amazonaws.com"]
}
