module "api_gateway_rest" {
  source = "../.."

  name        = "shop-catalogue"
  description = "Catalogue of the shop."

  functions = {
    catalogue = { name = "shop-catalogue", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-catalogue/invocations" }
  }

  methods = {
    "GET /{proxy+}" = { function = "catalogue", authorization = "NONE" }
  }
}
