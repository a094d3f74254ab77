module "alert_routing" {
  source = "../.."

  account_id           = "123456789012"
  incident_service_url = "https://incidents.example.com/integration/0123456789abcdef"
  kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name                 = "shop-production"
  slack_team_id        = "T07EA123LEP"

  routes = {
    audit    = { slack = { channel_id = "C07EZ1ABC99" } }
    warning  = { display_name = "Shop warning", slack = { channel_id = "C07EZ1ABC23" }, email_addresses = ["board@example.com"] }
    critical = { incident_service = true, sms_numbers = ["+15550199", "+15550100"] }
    info     = { email_addresses = ["archive@example.com", "team@example.com"] }
  }
}
