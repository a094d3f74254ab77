module "lambda_event_bridge" {
  source = "../.."

  name     = "shop-digest"
  function = { name = "shop-digest", arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-digest" }

  rules = {
    hourly = {
      description         = "Sends the digest of the last hour."
      schedule_expression = "rate(1 hour)"
    }
  }
}
