# Each environment is an account of its own, so the whole account's costs are the environment's.

module "budget" {
  source = "../../modules/budgets"

  monthly_limit = var.monthly_budget
  name          = local.name
  topic_arn     = module.alerts.topic_arns["low"]

  # Nothing is bought from code; these tell when what was bought covers less than it should.
  commitment_budgets = var.commitment_coverage_percent == null ? {} : {
    instances = { minimum_percent = var.commitment_coverage_percent, type = "RI_COVERAGE", service = "Amazon Relational Database Service" }
    compute   = { minimum_percent = var.commitment_coverage_percent, type = "SAVINGS_PLANS_COVERAGE" }
  }
}

# AWS allows one monitor of all services in an account, and makes it itself in new ones.
module "cost_anomaly" {
  source = "../../modules/cost-anomaly"

  existing_monitor = var.cost_anomaly_monitor
  name             = local.name

  subscriptions = {
    alerts = {
      addresses  = [module.alerts.topic_arns["low"]]
      impact_usd = var.cost_anomaly_impact
    }
  }
}

module "cost_recommendations" {
  source    = "../../modules/cost-recommendations"
  providers = { aws = aws.us_east_1 }

  compute_optimizer     = var.compute_optimizer_enabled
  cost_optimization_hub = var.cost_optimization_hub_enabled
}

module "costs_bucket" {
  source    = "../../modules/s3-bucket"
  count     = var.cost_report_enabled ? 1 : 0
  providers = { aws = aws.us_east_1 }

  lifecycle_rules   = { old = { expiration_days = 1100 } }
  name              = "${local.name}-costs-${local.account_id}"
  policy_statements = module.cost_report[0].policy_statements

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "costs/"
  }
}

module "cost_report" {
  source    = "../../modules/cost-report"
  count     = var.cost_report_enabled ? 1 : 0
  providers = { aws = aws.us_east_1 }

  account_id  = local.account_id
  bucket_name = module.costs_bucket[0].id
  name        = local.name
}
