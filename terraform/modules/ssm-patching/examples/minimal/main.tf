module "ssm_patching" {
  source = "../.."

  account_id   = "123456789012"
  name         = "shop-staging"
  patch_groups = ["shop-staging"]

  windows = {
    tuesday = { schedule = "cron(0 2 ? * TUE *)" }
  }
}
