module "tags" {
  source = "../../modules/tags"

  cost_centre = var.cost_centre
  data_class  = "personal"
  environment = var.environment
  owner       = var.owner
  system      = var.system
  tags        = var.tags
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  name       = module.tags.name
  partition  = data.aws_partition.current.partition
}
