module "state_backend" {
  source = "../.."

  name       = "shop-state"
  account_id = "123456789012"
}
