# What an account has once: the audit trail, what watches the account, people, guardrails and budgets. Each environment has an account
# of its own, so this root is applied once for each, before the system.

module "tags" {
  source = "../../modules/tags"

  data_class  = "internal"
  environment = var.environment
  owner       = var.owner
  project     = var.project
  system      = var.system

  tags = merge(var.tags, {
    CostCenter         = "IT-${var.environment}"
    DataClassification = "internal"
    Terraform          = "true"
  })
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id       = data.aws_caller_identity.current.account_id
  managed_policies = "arn:${local.partition}:iam::aws:policy"
  name             = module.tags.name
  partition        = data.aws_partition.current.partition
}
