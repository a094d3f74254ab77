module "dns_zone" {
  source = "../.."

  name       = "example.com"
  account_id = "123456789012"
}
