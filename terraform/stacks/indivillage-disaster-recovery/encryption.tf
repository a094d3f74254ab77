# Keys of this region, so that nothing here waits for the other one.

locals {
  # Auto Scaling starts instances whose volumes have a key of our own by the role that the stack indivillage has made for it: roles are
  # those of all regions. https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
  autoscaling_role_arn = "arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/autoscaling.${local.dns_suffix}/AWSServiceRoleForAutoScaling_${local.primary_name}"
}

module "kms_data" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Copy of the database, cache, files, messages, releases, volumes and settings."
  name        = "${local.name}-data"
  user_arns   = [local.autoscaling_role_arn]

  via_services = [
    for service in ["ec2", "elasticache", "elasticfilesystem", "rds", "s3", "secretsmanager", "sns", "sqs", "ssm"] : "${service}.${var.region}.amazonaws.com"
  ]

  # Rules and topics hand messages to queues, as in the primary region.
  service_principals = {
    "events.amazonaws.com" = {
      actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sqs:arn"
        values   = ["arn:${local.partition}:sqs:${local.here}:${local.name}-*"]
      }]
    }
    "sns.amazonaws.com" = {
      actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
      conditions = [{
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:sns:${local.here}:${local.name}-*"]
      }]
    }
  }
}

module "kms_logs" {
  source = "../../modules/kms-key"

  account_id  = local.account_id
  description = "Log groups and alerts."
  name        = "${local.name}-logs"

  # What a service needs in order to hand an encrypted message to a topic.
  service_principals = {
    "cloudwatch.amazonaws.com" = { actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }

    "logs.${var.region}.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:${local.partition}:logs:${local.here}:log-group:*"]
      }]
    }
  }
}
