module "tags" {
  source = "../../modules/tags"

  cost_centre = var.cost_centre
  data_class  = "personal"
  environment = var.environment
  owner       = var.owner
  system      = var.system
  tags        = var.tags
}

data "aws_availability_zones" "available" {
  state = "available"

  # Local zones and wavelength zones cannot hold load balancers and databases.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id         = data.aws_caller_identity.current.account_id
  availability_zones = slice(data.aws_availability_zones.available.names, 0, 3)
  name               = module.tags.name
  partition          = data.aws_partition.current.partition
}
