module "kms_key" {
  source = "../.."

  name        = "shop-data"
  description = "Data at rest of the shop."
  account_id  = "123456789012"
}
