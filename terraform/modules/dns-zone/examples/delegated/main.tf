module "dns_zone" {
  source = "../.."

  name        = "staging.example.com"
  comment     = "Names of the shop's staging."
  account_id  = "123456789012"
  parent_zone = { id = "Z0123456789ABCDEFGHIJ", signed = true, ttl_seconds = 86400 }

  query_logging = {
    kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    log_retention_days = 90
  }
}
