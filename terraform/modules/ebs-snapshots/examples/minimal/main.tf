module "ebs_snapshots" {
  source = "../.."

  account_id  = "123456789012"
  name        = "shop-production"
  target_tags = { Snapshots = "daily" }
}
