# Each environment is an account of its own, so the whole account's costs are the environment's.

module "budget" {
  source = "../../modules/budgets"

  monthly_limit = var.monthly_budget
  name          = local.name
  topic_arn     = module.alert_routing.topic_arns["info"]
}

# AWS allows one monitor of all services in an account, and makes it itself in new ones.
module "cost_anomaly" {
  source = "../../modules/cost-anomaly"
  count  = var.manage_account_baseline ? 1 : 0

  existing_monitor = var.cost_anomaly_monitor
  name             = local.name

  subscriptions = {
    info = {
      addresses  = [module.alert_routing.topic_arns["info"]]
      impact_usd = var.cost_anomaly_impact
    }
  }
}

# Cost Explorer tells costs apart by activated tags only. AWS knows a tag up to a day after its first use, and takes the order from
# the account that pays: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
resource "aws_ce_cost_allocation_tag" "this" {
  for_each = toset(var.activate_cost_allocation_tags ? ["Environment", "Project"] : [])

  tag_key = each.key
  status  = "Active"
}
