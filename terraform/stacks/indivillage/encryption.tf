# Three keys, so that who reads logs does not thereby read data: one for data, one for logs and alerts, one for copies elsewhere.

locals {
  # What a service needs in order to hand an encrypted message to a topic or a queue.
  publish_actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
}

# Auto Scaling starts instances whose volumes have a key of our own only by a role that the key's policy names, and KMS takes no role
# that is not there yet. The one of the account comes with its first group, too late; this one belongs to the system.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
resource "aws_iam_service_linked_role" "autoscaling" {
  aws_service_name = "autoscaling.${local.dns_suffix}"
  custom_suffix    = local.name
  description      = "Starts the instances of ${local.name}, whose volumes have a key of their own."
}

module "kms_data" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Database, cache, files, volumes, queues, functions, secrets, images and backups."
  name        = "${local.name}-data"
  user_arns   = [aws_iam_service_linked_role.autoscaling.arn]

  via_services = [
    for service in ["backup", "ec2", "ecr", "elasticache", "elasticfilesystem", "lambda", "rds", "s3", "secretsmanager", "sns", "sqs", "ssm"] :
    "${service}.${var.region}.amazonaws.com"
  ]

  # Rules and topics hand messages to queues. EventBridge does not tell the account that it acts for, but SQS tells the queue; SNS tells
  # the topic. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  service_principals = {
    "events.amazonaws.com" = {
      actions = local.publish_actions
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sqs:arn"
        values   = ["arn:${local.partition}:sqs:${var.region}:${local.account_id}:${local.name}-*"]
      }]
    }
    "sns.amazonaws.com" = {
      actions = local.publish_actions
      conditions = [{
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:sns:${var.region}:${local.account_id}:${local.name}-*"]
      }]
    }
  }
}

module "kms_logs" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Log groups and alerts."
  name         = "${local.name}-logs"
  via_services = [for service in ["aps", "s3", "sns"] : "${service}.${var.region}.amazonaws.com"]

  service_principals = {
    "aps.amazonaws.com"        = { actions = local.publish_actions }
    "backup.amazonaws.com"     = { actions = local.publish_actions }
    "cloudwatch.amazonaws.com" = { actions = local.publish_actions }
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

    "logs.${var.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = [for kind in ["anomaly-detector", "log-group"] : "arn:${local.partition}:logs:${var.region}:${local.account_id}:${kind}:*"]
      }]
    }

    # A detector of unusual events works under a second context.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection-KMS.html
    anomaly-detectors = {
      principal = "logs.${var.region}.amazonaws.com"
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws-crypto-ec:aws:logs:arn"
        values   = ["arn:${local.partition}:logs:${var.region}:${local.account_id}:anomaly-detector:*"]
      }]
    }
  }
}

module "kms_replica" {
  source    = "../../modules/kms-key"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  account_id  = local.account_id
  description = "Copies of data, secrets and backups."
  name        = "${local.name}-replica"

  via_services = [
    for service in ["backup", "ecr", "rds", "s3", "secretsmanager"] : "${service}.${var.replica_region}.amazonaws.com"
  ]
}
