module "sqs_queue" {
  source = "../.."

  name                       = "shop-orders"
  dead_letters               = { max_receive_count = 3 }
  kms_key_arn                = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  visibility_timeout_seconds = 180

  senders = {
    orders = { service = "sns.amazonaws.com", source_arns = ["arn:aws:sns:us-east-1:123456789012:shop-orders"] }
  }
}
