module "lambda_http_api" {
  source = "../.."

  name        = "shop-api"
  description = "Orders of the shop."

  functions = {
    orders = {
      name       = "shop-orders"
      invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-orders/invocations"
    }
  }

  routes = {
    "$default" = { function = "orders", authorization = "NONE" }
  }
}
