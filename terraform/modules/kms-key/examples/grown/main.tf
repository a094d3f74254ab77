module "kms_key" {
  source = "../.."

  name        = "shop-logs"
  description = "Log groups and topics of the shop."
  account_id  = "123456789012"
  administrator_arns = [
    "arn:aws:iam::123456789012:role/platform",
    "arn:aws:iam::123456789012:role/security",
  ]
  user_arns    = ["arn:aws:iam::123456789012:role/auditor"]
  via_services = ["elasticache.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com"]

  service_principals = {
    "budgets.amazonaws.com" = {}
    "logs.us-east-1.amazonaws.com" = {
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:aws:logs:us-east-1:123456789012:log-group:*", "arn:aws:logs:us-east-1:123456789012:anomaly-detector:*"]
      }]
    }
    anomaly-detectors = {
      principal = "logs.us-east-1.amazonaws.com"
      conditions = [{
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws-crypto-ec:aws:logs:arn"
        values   = ["arn:aws:logs:us-east-1:123456789012:anomaly-detector:*"]
      }]
    }
    "cloudwatch.amazonaws.com" = {}
  }
}
