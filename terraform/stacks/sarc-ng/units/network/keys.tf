# Two keys in each region, so that who reads logs does not thereby read data. They are made here because everything else is made later.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition

  # What a service needs in order to hand an encrypted message to a topic or a queue.
  publish_actions = ["kms:Decrypt", "kms:GenerateDataKey*"]

  trail_arns = ["arn:${local.partition}:cloudtrail:*:${var.account_id}:trail/*"]
}

module "kms_data" {
  source = "../../../../modules/kms-key"

  account_id  = var.account_id
  description = "Database, queues, functions, secrets, parameters, images and backups."
  name        = "${var.name}-data"
  tags        = var.tags

  via_services = [
    for service in ["backup", "dynamodb", "ecr", "lambda", "rds", "s3", "secretsmanager", "sns", "sqs", "ssm"] :
    "${service}.${var.region}.amazonaws.com"
  ]

  service_principals = {
    # A rule puts its events into an encrypted queue. EventBridge does not tell the account that it acts for, but SQS tells the queue.
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
    "events.amazonaws.com" = {
      actions = local.publish_actions
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sqs:arn"
        values   = ["arn:${local.partition}:sqs:${var.region}:${var.account_id}:${var.name}-*"]
      }]
    }
  }
}

module "kms_logs" {
  source = "../../../../modules/kms-key"

  account_id   = var.account_id
  description  = "Log groups, alerts and the audit trail."
  name         = "${var.name}-logs"
  tags         = var.tags
  via_services = [for service in ["s3", "sns"] : "${service}.${var.region}.amazonaws.com"]

  service_principals = {
    "budgets.amazonaws.com"    = { actions = local.publish_actions }
    "cloudwatch.amazonaws.com" = { actions = local.publish_actions }
    "codedeploy.amazonaws.com" = { actions = local.publish_actions }
    "costalerts.amazonaws.com" = { actions = local.publish_actions }
    "events.rds.amazonaws.com" = { actions = local.publish_actions }

    # EventBridge does not tell the account that it acts for, but SNS tells the topic.
    "events.amazonaws.com" = {
      actions = local.publish_actions
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sns:topicArn"
        values   = ["arn:${local.partition}:sns:${var.region}:${var.account_id}:${var.name}-*"]
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
        values   = ["arn:${local.partition}:logs:${var.region}:${var.account_id}:log-group:*"]
      }]
    }
  }
}
