# Each environment is an account of its own, so the whole account's costs are the environment's.
module "budget" {
  source = "../../modules/budgets"

  monthly_limit = var.monthly_budget
  name          = local.name
  topic_arn     = module.alert_routing.topic_arns["alerts"]
}

# AWS allows one monitor of all services in an account, and makes it itself in new ones.
module "cost_anomaly" {
  source = "../../modules/cost-anomaly"
  count  = var.manage_account_baseline ? 1 : 0

  existing_monitor = var.cost_anomaly_monitor
  name             = local.name

  subscriptions = {
    alerts = {
      addresses  = [module.alert_routing.topic_arns["alerts"]]
      impact_usd = var.cost_anomaly_impact
    }
  }
}
