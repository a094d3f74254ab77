# What takes over when the primary region is lost: the same layers, kept small until then. Data, secrets and images come here all the time;
# the stack indivillage sends them.

module "tags" {
  source = "../../modules/tags"

  data_class  = "confidential"
  environment = var.environment
  owner       = var.owner
  project     = var.project
  system      = "${var.system}-recovery"

  tags = merge(var.tags, {
    CostCenter         = "IT-${var.environment}"
    DataClassification = "confidential"
    Terraform          = "true"
  })
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  dns_suffix = data.aws_partition.current.dns_suffix
  name       = module.tags.name
  partition  = data.aws_partition.current.partition

  # The stack of the primary region, whose names, unlike its ARNs, are known here.
  primary_name = "${var.system}-${var.environment}"

  # ARNs of this account in this region, and in the primary one, begin so.
  here  = "${var.region}:${local.account_id}"
  there = "${var.primary_region}:${local.account_id}"

  # S3 takes logs of balancers and buckets within the region only; the stack indivillage has made this one here.
  logs_bucket_name = "${var.system}-logs-copy-${var.environment}-${local.account_id}"

  managed_policies = "arn:${local.partition}:iam::aws:policy"
  own_account      = { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }
}
