module "api_gateway_rest" {
  source = "../.."

  name            = "shop-catalogue"
  description     = "Catalogue of the shop."
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  api_keys = {
    partner = { description = "The partner who prints the catalogue.", usage_plan = "partners" }
  }

  authorizers = {
    staff = { user_pool_arns = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEfGhI"] }
  }

  functions = {
    catalogue = { name = "shop-catalogue", alias = "live", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-catalogue:live/invocations" }
  }

  methods = {
    "GET /items"      = { function = "catalogue", authorization = "NONE", api_key_required = true, required_query_strings = ["page"] }
    "GET /items/{id}" = { function = "catalogue", authorization = "NONE", api_key_required = true }
    "POST /items"     = { function = "catalogue", authorizer = "staff", scopes = ["catalogue/write"], model = "Item" }
  }

  models = {
    Item = { schema = "{\"type\": \"object\", \"required\": [\"name\"]}" }
  }

  usage_plans = {
    partners = { description = "What partners may ask for.", quota = { limit = 100000 } }
  }
}
