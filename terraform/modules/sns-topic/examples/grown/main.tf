module "sns_topic" {
  source = "../.."

  account_id          = "123456789012"
  display_name        = "Shop"
  kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name                = "shop-production-alerts"
  publisher_services  = ["backup.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"]
  sensitive_endpoints = { incidents = "https://incidents.example.com/integration/0123456789abcdef" }

  subscriptions = {
    archive = {
      dead_letter_queue    = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered" }
      endpoint             = "arn:aws:sqs:us-east-1:123456789012:shop-production-alerts"
      filter_policy        = "{\"severity\": [\"critical\"]}"
      protocol             = "sqs"
      raw_message_delivery = true
    }
    duty      = { protocol = "sms", endpoint = "+15550100" }
    incidents = { protocol = "https" }
    team      = { protocol = "email", endpoint = "team@example.com" }
  }
}
