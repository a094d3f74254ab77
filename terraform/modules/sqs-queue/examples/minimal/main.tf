module "sqs_queue" {
  source = "../.."

  name = "shop-orders"
}
