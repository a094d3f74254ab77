module "alert_routing" {
  source = "../.."

  account_id  = "123456789012"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name        = "shop-production"

  routes = {
    critical = { email_addresses = ["on-call@example.com"] }
  }
}
