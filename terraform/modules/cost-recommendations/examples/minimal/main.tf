module "cost_recommendations" {
  source = "../.."
}
