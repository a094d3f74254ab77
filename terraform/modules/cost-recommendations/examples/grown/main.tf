module "cost_recommendations" {
  source = "../.."

  compute_optimizer        = true
  cost_optimization_hub    = true
  member_accounts_included = true
}
