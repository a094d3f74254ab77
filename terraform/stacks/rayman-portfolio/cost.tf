# Each environment is an account of its own, so the whole account's costs are the environment's.
module "budget" {
  source = "../../modules/budgets"

  monthly_limit = var.monthly_budget
  name          = local.name
  topic_arn     = module.alert_routing.topic_arns["alerts"]
}
