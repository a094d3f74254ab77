module "event_bus" {
  source = "../.."

  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name        = "shop-production"

  rules = {
    order-placed = {
      description   = "An order was placed."
      event_pattern = "{\"source\": [\"shop.orders\"], \"detail-type\": [\"OrderPlaced\"]}"
      targets = {
        team = {
          arn = "arn:aws:sns:us-east-1:123456789012:shop-production-orders"
          input_transformer = {
            paths    = { order = "$.detail.order" }
            template = "\"Order <order> was placed.\""
          }
        }
        warehouse = {
          arn               = "arn:aws:sqs:us-east-1:123456789012:shop-production-warehouse"
          dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered" }
        }
      }
    }
  }
}
