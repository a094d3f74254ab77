module "dns_zone" {
  source = "../.."

  name        = "staging.example.com"
  comment     = "Names of the shop's staging."
  account_id  = "123456789012"
  parent_zone = { id = "Z0123456789ABCDEFGHIJ" }

  query_logging = {
    log_retention_days = 90
  }
}
