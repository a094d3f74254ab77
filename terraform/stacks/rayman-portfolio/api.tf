# The API in front of the functions and, where it is asked for, of the tasks. Who calls is told by a token that the function api
# itself looks at, unless an authorizer is given: then the API refuses a request without a good one before it costs a call.

locals {
  callers = {
    authorization = var.api_authorizer == null ? "NONE" : "JWT"
    authorizer    = var.api_authorizer == null ? null : "clients"
  }
}

module "api" {
  source = "../../modules/lambda-http-api"

  cors_any_origin_allowed  = var.cors_any_origin_allowed
  default_endpoint_enabled = !local.has_domain
  description              = "Requests of web clients."
  domains                  = local.has_domain ? { (local.api_name) = { certificate_arn = module.certificates["api"].arn } } : {}
  log_group_name           = "/aws/apigateway/${local.stage}"
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = local.name

  authorizers = var.api_authorizer == null ? {} : { clients = var.api_authorizer }

  backends = var.api_reaches_tasks ? {
    tasks = {
      listener_arn = module.alb.listener_arns[local.has_domain ? "https" : "http"]
      server_name  = local.has_domain ? local.app_name : null
    }
  } : {}

  cors = {
    allow_headers = var.cors_headers
    allow_methods = var.cors_methods
    allow_origins = local.has_domain && length(var.cors_origins) == 0 ? ["https://${var.domain_name}"] : var.cors_origins
  }

  functions = {
    api = {
      alias      = "live"
      invoke_arn = module.functions["api"].alias_invoke_arns["live"]
      name       = module.functions["api"].name
    }
  }

  routes = merge(
    {
      "ANY /api/{proxy+}" = merge(local.callers, { function = "api" })
      # Browsers ask what they may before they sign in.
      "OPTIONS /{proxy+}" = { authorization = "NONE", function = "api" }
    },
    var.api_reaches_tasks ? {
      "ANY /app/{proxy+}" = merge(local.callers, { backend = "tasks" })
    } : {},
  )

  vpc_link = var.api_reaches_tasks ? {
    security_group_ids = [module.security_groups.ids["vpc-link"]]
    subnet_ids         = values(module.network.subnet_ids["private"])
  } : null
}
