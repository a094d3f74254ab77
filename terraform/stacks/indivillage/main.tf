module "tags" {
  source = "../../modules/tags"

  data_class  = "confidential"
  environment = var.environment
  owner       = var.owner
  project     = var.project
  system      = var.system

  # The three names that the bills and the policies of the company ask for.
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
  tags       = module.tags.tags

  # What people and log groups call the environment; its tag has the full word.
  stage = { development = "dev", staging = "staging", production = "prod" }[var.environment]

  # Every data store is confidential by the provider's default tags. One that holds another class is given its tags from here:
  # tags = local.class_tags.public
  class_tags = { for class in ["public", "internal", "confidential", "restricted"] : class => { DataClassification = class } }
}

# Cost Explorer tells costs apart by activated tags only. AWS knows a tag up to a day after its first use, and takes the order from
# the account that pays: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
resource "aws_ce_cost_allocation_tag" "this" {
  for_each = toset(var.cost_allocation_tags_activated ? ["CostCenter", "Environment", "Owner", "Project"] : [])

  tag_key = each.key
  status  = "Active"
}
