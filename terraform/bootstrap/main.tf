data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  tags       = merge({ ManagedBy = "terraform", Project = var.name }, var.tags)
}

module "kms_key" {
  source = "../modules/kms-key"

  account_id   = local.account_id
  description  = "Terraform state and its locks."
  name         = var.name
  via_services = ["dynamodb.${var.region}.amazonaws.com", "s3.${var.region}.amazonaws.com"]
}

module "state_backend" {
  source = "../modules/state-backend"

  account_id  = local.account_id
  kms_key_arn = module.kms_key.arn
  name        = var.name

  replica = var.replicate ? {
    bucket_arn  = module.replica[0].bucket_arn
    kms_key_arn = module.replica_kms_key[0].arn
  } : null
}

module "packages" {
  source = "../modules/s3-bucket"
  count  = var.packages ? 1 : 0

  name = "${var.name}-packages-${local.account_id}"
}

# Lambda takes code only from a bucket of its own region, so what shall run in the replica region lies there as well:
# https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html
module "replica_packages" {
  source    = "../modules/s3-bucket"
  count     = var.packages && var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  name = "${var.name}-packages-${var.replica_region}-${local.account_id}"
}

module "replica_kms_key" {
  source    = "../modules/kms-key"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  account_id   = local.account_id
  description  = "Copies of Terraform state."
  name         = "${var.name}-replica"
  via_services = ["s3.${var.replica_region}.amazonaws.com"]
}

module "replica" {
  source    = "../modules/state-backend"
  count     = var.replicate ? 1 : 0
  providers = { aws = aws.replica }

  account_id        = local.account_id
  create_lock_table = false
  kms_key_arn       = module.replica_kms_key[0].arn
  name              = "${var.name}-replica"
}
