# Each environment is an account of its own, so the whole account's costs are the environment's.

module "budget" {
  source = "../../../../modules/budgets"

  monthly_limit = var.monthly_budget
  name          = var.name
  tags          = var.tags
  topic_arn     = module.alert_routing.topic_arns["alerts"]
}

# AWS activates a tag only in the account that pays, and only once something has been tagged with it for a day:
# https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
resource "aws_ce_cost_allocation_tag" "this" {
  for_each = var.cost_allocation_tags

  tag_key = each.key
  status  = "Active"
}
