# Who has read the files of the trail and of AWS Config. Access logs stay in the region of their bucket.

locals {
  access_logs = {
    lifecycle_rules = { old = { expiration_days = 365 } }
    log_delivery    = { account_id = local.account_id, sources = ["s3"] }
  }
}

module "logs_bucket" {
  source = "../../modules/s3-bucket"

  lifecycle_rules = local.access_logs.lifecycle_rules
  log_delivery    = local.access_logs.log_delivery
  name            = "${local.name}-logs-${local.account_id}"
}

module "replica_logs_bucket" {
  source    = "../../modules/s3-bucket"
  providers = { aws = aws.replica }

  lifecycle_rules = local.access_logs.lifecycle_rules
  log_delivery    = local.access_logs.log_delivery
  name            = "${local.name}-replica-${local.account_id}"
}
