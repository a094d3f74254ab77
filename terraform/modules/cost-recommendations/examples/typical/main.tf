module "cost_recommendations" {
  source = "../.."

  member_accounts_included = false
}
