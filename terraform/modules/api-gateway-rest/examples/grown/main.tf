module "api_gateway_rest" {
  source = "../.."

  name            = "shop-catalogue"
  description     = "Catalogue of the shop."
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  api_keys = {
    partner = { description = "The partner who prints the catalogue.", usage_plan = "partners" }
    press   = { description = "The press.", enabled = false, usage_plan = "guests" }
  }

  authorizers = {
    staff = { user_pool_arns = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI"] }
  }

  backends = {
    reports = { url = "https://reports.example.com" }
  }

  domains = {
    "catalogue.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" }
    "example.com"           = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012", path = "catalogue" }
  }

  functions = {
    prices    = { name = "shop-prices", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-prices/invocations", timeout_milliseconds = 5000 }
    catalogue = { name = "shop-catalogue", alias = "live", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-catalogue:live/invocations" }
  }

  methods = {
    "ANY /reports/{year}/{proxy+}"      = { backend = "reports", authorizer = "staff" }
    "GET /"                             = { function = "prices", authorization = "AWS_IAM", required_headers = ["X-Caller"] }
    "GET /items/{id}/prices/{currency}" = { function = "prices", authorization = "NONE" }
    "GET /items"                        = { function = "catalogue", authorization = "NONE", api_key_required = true, required_query_strings = ["page"] }
    "GET /items/{id}"                   = { function = "catalogue", authorization = "NONE", api_key_required = true }
    "POST /items"                       = { function = "catalogue", authorizer = "staff", scopes = ["catalogue/write"], model = "Item" }
  }

  models = {
    Price = { schema = "{\"type\": \"number\"}" }
    Item  = { schema = "{\"type\": \"object\", \"required\": [\"name\"]}" }
  }

  usage_plans = {
    partners = { description = "What partners may ask for.", quota = { limit = 100000 } }
    guests   = { description = "What guests may ask for.", burst_limit = 10, rate_limit = 5, quota = { limit = 1000, period = "DAY" } }
  }

  vpc_link = { load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/shop/50dc6c495c0c9188" }
}
