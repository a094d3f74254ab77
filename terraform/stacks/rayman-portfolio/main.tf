module "tags" {
  source = "../../modules/tags"

  data_class        = "personal"
  environment       = var.environment
  environment_label = local.stage
  owner             = var.owner
  system            = var.system
  tags              = var.tags
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  dns_suffix = data.aws_partition.current.dns_suffix
  name       = module.tags.name
  partition  = data.aws_partition.current.partition

  # What people, tags and log groups call the environment.
  stage = { development = "dev", staging = "staging", production = "prod" }[var.environment]
}
