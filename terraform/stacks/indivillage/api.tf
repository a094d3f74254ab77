# The REST API in front of the functions and of the application. Keys tell callers apart, for limits and bills; who they are, the
# application asks itself, or Cognito where it is switched on.

locals {
  api_name = local.has_domain ? local.names.api : null
  api_url  = local.api_name != null && !var.api_private_enabled ? "https://${local.api_name}" : module.api.invoke_url

  api_callers = var.cognito == null ? { authorization = "NONE", authorizer = null } : { authorization = "COGNITO_USER_POOLS", authorizer = "people" }

  # Beyond the 29 seconds of the default quota the integration waits as long as the function runs.
  api_timeout_milliseconds = 1000 * max(29, var.api_timeout_seconds)

  api_methods = {
    "GET /files"                = { function = "api", required_query_strings = ["status"] }
    "GET /files/{id}"           = { function = "api" }
    "POST /files/{id}/analyses" = { function = "api", model = "Analysis", required_headers = ["Idempotency-Key"] }
    "POST /jobs"                = { function = "api", model = "Job" }
    "ANY /app/{proxy+}"         = { backend = "app" }
  }
}

module "api" {
  source = "../../modules/api-gateway-rest"

  api_keys                 = { for key, caller in var.api_callers : key => { description = caller.description, usage_plan = caller.usage_plan } }
  authorizers              = var.cognito == null ? {} : { people = { user_pool_arns = module.cognito[*].arn } }
  default_endpoint_enabled = var.api_private_enabled ? true : !local.has_domain
  description              = "Files and jobs of IndiVillage."
  domains                  = local.has_domain && !var.api_private_enabled ? { (local.api_name) = { certificate_arn = local.certificate_arn } } : {}
  log_group_name           = "/aws/apigateway/${local.name}"
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  manage_account_log_role  = var.manage_api_log_role
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  minimum_compression_bytes = var.api_compression_bytes
  name                      = local.name
  private                   = var.api_private_enabled ? { vpc_endpoint_ids = { app = module.api_endpoint[0].endpoint_ids["execute-api"] } } : null
  throttling                = var.api_throttling
  usage_plans               = var.api_usage_plans
  vpc_link                  = { load_balancer_arn = module.link.arn }

  backends = {
    app = { url = local.app_url }
  }

  functions = {
    api = {
      alias                = "live"
      invoke_arn           = module.functions["api"].alias_invoke_arns["live"]
      name                 = module.functions["api"].name
      timeout_milliseconds = local.api_timeout_milliseconds
    }
  }

  methods = { for key, method in local.api_methods : key => merge(local.api_callers, method, { api_key_required = true }) }

  models = {
    Analysis = {
      schema = jsonencode({
        "$schema"            = "http://json-schema.org/draft-04/schema#"
        type                 = "object"
        required             = ["kind"]
        additionalProperties = false
        properties           = { kind = { type = "string", enum = ["quality", "text", "table"] } }
      })
    }
    Job = {
      schema = jsonencode({
        "$schema"            = "http://json-schema.org/draft-04/schema#"
        type                 = "object"
        required             = ["files", "kind"]
        additionalProperties = false
        properties = {
          files = { type = "array", minItems = 1, maxItems = 100, items = { type = "string", minLength = 1, maxLength = 1024 } }
          kind  = { type = "string", minLength = 1, maxLength = 64 }
          order = { type = "string", maxLength = 128 }
        }
      })
    }
  }
}

# A link of the REST API leads to a network load balancer only; that one leads to the internal balancer, which has the targets. API
# Gateway comes from addresses that no rule could name. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-nlb-for-vpclink-using-console.html
module "link" {
  source = "../../modules/nlb"

  deletion_protection_enabled = var.alb_deletion_protection_enabled
  internal                    = true
  name                        = "${var.short_name}-${local.stage}-link"
  private_link_rules_enforced = false
  security_group_ids          = [module.security_groups.ids["vpc-link"]]
  subnet_ids                  = values(module.network.subnet_ids["app"])
  vpc_id                      = module.network.vpc_id

  listeners = {
    app = { port = local.ports.listener, target_group = "app" }
  }

  target_groups = {
    app = {
      load_balancer_arn = module.app_alb.arn
      port              = local.ports.listener
      target_type       = "alb"
      health_check      = { path = "/health", protocol = local.has_domain ? "HTTPS" : "HTTP" }
    }
  }

  # A balancer is a target only once it listens on the port.
  depends_on = [module.app_alb]
}

# Where the API is for the tiers alone, this is the one way to it.
module "api_endpoint" {
  source = "../../modules/vpc-endpoints"
  count  = var.api_private_enabled ? 1 : 0

  account_id = local.account_id
  clients    = { for tier in ["app", "web"] : tier => { security_group_id = module.security_groups.ids[tier] } }
  endpoints  = { "execute-api" = {} }
  name       = "${local.name}-api"
  subnet_ids = values(module.network.subnet_ids["app"])
  vpc_id     = module.network.vpc_id
}

# People who sign in, with a password and a code or by a network that vouches for them, in groups, and with credentials of AWS for files
# of their own. Off until somebody needs it.
module "cognito" {
  source = "../../modules/cognito"
  count  = var.cognito == null ? 0 : 1

  clients             = { web = { callback_urls = var.cognito.callback_urls, identity_providers = keys(var.cognito.identity_providers), logout_urls = var.cognito.logout_urls } }
  deletion_protection = var.cognito.deletion_protection
  domain              = { name = "${local.name}-${local.account_id}" }
  groups              = var.cognito.groups
  identity_providers  = var.cognito.identity_providers
  name                = "${local.name}-people"

  identity_provider_secrets = var.cognito_provider_secrets
  permissions_boundary_arn  = aws_iam_policy.boundary.arn

  # Everybody sends files to a folder of their own.
  identity_pool = {
    policy_statements = {
      UploadOwnFiles = {
        actions   = ["s3:PutObject"]
        resources = ["${module.buckets["uploads"].arn}/${local.upload_prefix}/$${cognito-identity.amazonaws.com:sub}/*"]
      }
      UseKeyOfUploads = {
        actions    = ["kms:GenerateDataKey"]
        conditions = [{ test = "StringEquals", variable = "kms:ViaService", values = ["s3.${var.region}.${local.dns_suffix}"] }]
        resources  = [module.kms_data.arn]
      }
    }
  }
}
