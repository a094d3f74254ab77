module "lambda_event_bridge" {
  source = "../.."

  name              = "shop-exports"
  dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-exports-undelivered" }
  function          = { name = "shop-exports", alias = "live", arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-exports:live" }

  rules = {
    orders = {
      description   = "Exports an order that was paid."
      event_pattern = "{\"source\": [\"shop.orders\"], \"detail-type\": [\"Paid\"]}"
    }
  }

  schedules = {
    nightly = {
      description         = "Exports the database."
      flexible_minutes    = 15
      input               = "{\"what\": \"database\"}"
      schedule_expression = "cron(0 3 * * ? *)"
      time_zone           = "Europe/Berlin"
    }
  }
}
