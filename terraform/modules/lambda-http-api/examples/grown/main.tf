module "lambda_http_api" {
  source = "../.."

  name            = "shop-api"
  description     = "Orders of the shop."
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  authorizers = {
    customers = { issuer = "https://login.example.com", audiences = ["shop"] }
    staff     = { issuer = "https://staff.example.com", audiences = ["shop", "warehouse"] }
  }

  backends = {
    reports = {
      listener_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2"
      server_name  = "reports.example.com"
    }
  }

  cors = {
    allow_origins = ["https://shop.example.com"]
    allow_methods = ["GET", "POST"]
  }

  domains = {
    "api.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" }
    "example.com"     = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012", path = "api" }
  }

  functions = {
    stock = {
      name                 = "shop-stock"
      invoke_arn           = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-stock/invocations"
      timeout_milliseconds = 5000
    }
    orders = {
      name       = "shop-orders"
      alias      = "live"
      invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-orders:live/invocations"
    }
  }

  routes = {
    "ANY /reports/{proxy+}" = { backend = "reports", authorizer = "staff" }
    "GET /stock"            = { function = "stock", authorization = "AWS_IAM" }
    "GET /health"           = { function = "orders", authorization = "NONE" }
    "GET /orders"           = { function = "orders", authorizer = "customers", scopes = ["orders:read"] }
    "POST /orders"          = { function = "orders", authorizer = "customers", throttling = { burst_limit = 20, rate_limit = 10 } }
  }

  vpc_link = {
    security_group_ids = ["sg-0a1b2c3d4e5f60718"]
    subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  }
}
