module "lambda_event_bridge" {
  source = "../.."

  name              = "shop-exports"
  dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-exports-undelivered", kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b" }
  function          = { name = "shop-exports", alias = "live", arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-exports:live" }

  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  rules = {
    hourly = {
      description         = "Exports what is new."
      enabled             = false
      input               = "{\"what\": \"new\"}"
      schedule_expression = "rate(1 hour)"
    }
    orders = {
      description   = "Exports an order that was paid."
      event_pattern = "{\"source\": [\"shop.orders\"], \"detail-type\": [\"Paid\"]}"
    }
  }

  schedules = {
    migration = {
      description         = "Exports everything once."
      enabled             = false
      schedule_expression = "at(2027-01-31T03:00:00)"
    }
    nightly = {
      description         = "Exports the database."
      flexible_minutes    = 15
      input               = "{\"what\": \"database\"}"
      schedule_expression = "cron(0 3 * * ? *)"
      time_zone           = "Europe/Berlin"
    }
  }
}
