module "lambda_sqs_consumer" {
  source = "../.."

  name = "shop-refunds"

  function = {
    arn             = "arn:aws:lambda:us-east-1:123456789012:function:shop-refunds"
    role_name       = "shop-refunds-function"
    timeout_seconds = 60
  }
}
