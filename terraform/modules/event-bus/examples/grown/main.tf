module "event_bus" {
  source = "../.."

  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name        = "shop-production"

  dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered" }

  publishers = {
    Warehouse = { account_id = "210987654321", sources = ["shop.warehouse"] }
  }

  rules = {
    order-cancelled = {
      description   = "An order was cancelled."
      event_pattern = "{\"source\": [\"shop.orders\"], \"detail-type\": [\"OrderCancelled\"]}"
      targets = {
        team = { arn = "arn:aws:sns:us-east-1:123456789012:shop-production-orders" }
      }
    }
    order-placed = {
      description   = "An order was placed."
      event_pattern = "{\"source\": [\"shop.orders\"], \"detail-type\": [\"OrderPlaced\"]}"
      targets = {
        billing = {
          arn              = "arn:aws:sqs:us-east-1:123456789012:shop-production-billing.fifo"
          message_group_id = "orders"
          retry            = { maximum_attempts = 10, maximum_event_age_seconds = 3600 }
        }
        invoice = {
          arn      = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
          role_arn = "arn:aws:iam::123456789012:role/shop-production-run-invoice"
          ecs = {
            security_group_ids  = ["sg-0a1b2c3d4e5f60718"]
            subnet_ids          = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
            task_definition_arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop-production-invoice:7"
          }
        }
        warehouse = {
          arn               = "arn:aws:sqs:us-east-1:123456789012:shop-production-warehouse"
          dead_letter_queue = { arn = "arn:aws:sqs:us-east-1:123456789012:shop-production-undelivered" }
        }
        team = {
          arn = "arn:aws:sns:us-east-1:123456789012:shop-production-orders"
          input_transformer = {
            paths    = { order = "$.detail.order" }
            template = "\"Order <order> was placed.\""
          }
        }
      }
    }
  }
}
