module "observability_managed" {
  source = "../.."

  account_id = "123456789012"
  name       = "shop-production"

  sampling_rules = {
    all = { priority = 9000 }
  }

  trace_groups = {
    trouble = {}
  }
}
