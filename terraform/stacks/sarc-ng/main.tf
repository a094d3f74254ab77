# Each part of the system is a unit below units/, which knows its inputs only. This root gives them each other's outputs and makes
# everything in one state; terraform/live/sarc-ng gives the same units their inputs by Terragrunt, with a state for each.

module "tags" {
  source = "../../modules/tags"

  data_class        = "confidential"
  environment       = var.environment
  environment_label = local.stage
  owner             = var.owner
  system            = var.system
  tags              = merge({ CostCenter = var.cost_center }, var.tags)
}

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id

  # Each environment is an account of its own, so names are the seed's and have no environment in them; only buckets have.
  name = var.system

  container_port = 8080

  # What people, tags and folders call the environment.
  stage = { development = "dev", staging = "staging", production = "prod" }[var.environment]
}
