locals {
  # What a service needs in order to hand an encrypted message to a topic.
  publish_actions = ["kms:Decrypt", "kms:GenerateDataKey*"]

  trail_arns = ["arn:${local.partition}:cloudtrail:*:${local.account_id}:trail/*"]
}

module "kms" {
  source = "../../modules/kms-key"

  account_id   = local.account_id
  description  = "Audit trail, its log and the alerts of the account."
  name         = local.name
  via_services = [for service in ["s3", "sns"] : "${service}.${var.region}.amazonaws.com"]

  service_principals = {
    "budgets.amazonaws.com"    = { actions = local.publish_actions }
    "cloudwatch.amazonaws.com" = { actions = local.publish_actions }
    "costalerts.amazonaws.com" = { actions = local.publish_actions }

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
