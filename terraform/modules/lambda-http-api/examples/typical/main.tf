module "lambda_http_api" {
  source = "../.."

  name            = "shop-api"
  description     = "Orders of the shop."
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  authorizers = {
    customers = { issuer = "https://login.example.com", audiences = ["shop"] }
  }

  cors = {
    allow_origins = ["https://shop.example.com"]
    allow_methods = ["GET", "POST"]
  }

  functions = {
    orders = {
      name       = "shop-orders"
      alias      = "live"
      invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-orders:live/invocations"
    }
  }

  routes = {
    "GET /health"  = { function = "orders", authorization = "NONE" }
    "GET /orders"  = { function = "orders", authorizer = "customers", scopes = ["orders:read"] }
    "POST /orders" = { function = "orders", authorizer = "customers", throttling = { burst_limit = 20, rate_limit = 10 } }
  }
}
