# The costs of an account, line by line, in a bucket that only Data Exports writes to.

locals {
  account_id = "123456789012"
  name       = "shop-costs"
}

module "bucket" {
  source = "../../modules/s3-bucket"

  lifecycle_rules   = { old = { expiration_days = 1100 } }
  name              = "${local.name}-${local.account_id}"
  policy_statements = module.report.policy_statements
  tags              = { DataClass = "internal" }
}

module "report" {
  source = "../../modules/cost-report"

  account_id  = local.account_id
  bucket_name = module.bucket.id
  name        = local.name
  tags        = { DataClass = "internal" }
}
