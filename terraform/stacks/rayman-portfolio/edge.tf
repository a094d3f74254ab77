# Three names, each with a certificate of its own: the domain for the distribution, api.<domain> for the API, app.<domain> for the
# load balancer.

locals {
  has_domain = var.domain_name != null

  api_name = local.has_domain ? "api.${var.domain_name}" : null
  app_name = local.has_domain ? "app.${var.domain_name}" : null
}

module "certificates" {
  source   = "../../modules/acm-certificate"
  for_each = local.has_domain ? { alb = local.app_name, api = local.api_name } : {}

  domain_name = each.value
  zone_id     = var.zone_id
}

module "cdn_certificate" {
  source    = "../../modules/acm-certificate"
  count     = var.cdn_enabled && local.has_domain ? 1 : 0
  providers = { aws = aws.us_east_1 }

  domain_name = var.domain_name
  zone_id     = var.zone_id
}

module "alb" {
  source = "../../modules/alb"

  certificate_arn             = local.has_domain ? module.certificates["alb"].arn : null
  default_target_group        = "app"
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  https_enabled               = local.has_domain
  name                        = "${var.short_name}-${local.stage}"
  security_group_ids          = [module.security_groups.ids["alb"]]
  subnet_ids                  = values(module.network.subnet_ids["public"])
  vpc_id                      = module.network.vpc_id

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "alb"
  }

  target_groups = {
    app = { port = var.container_port }
  }
}

# The distribution itself is global; the delivery of its logs exists in us-east-1 only.
module "cdn" {
  source    = "../../modules/cloudfront"
  count     = var.cdn_enabled ? 1 : 0
  providers = { aws = aws.us_east_1 }

  # With these the hit rate is published.
  additional_metrics_enabled = true

  aliases             = local.has_domain ? [var.domain_name] : []
  certificate_arn     = one(module.cdn_certificate[*].arn)
  default_root_object = "index.html"
  name                = local.name
  origin_access       = var.origin_access
  price_class         = var.price_class
  web_acl_arn         = one(module.cdn_waf[*].arn)

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "cdn"
  }

  cache_policies = {
    static = { default_ttl_seconds = 86400 }
    api    = { default_ttl_seconds = 0 }
  }

  # The API knows itself by its own name only, so it gets everything but the viewer's Host.
  origin_request_policies = {
    api = { cookies = "all", header_names = ["host"], headers = "allExcept", query_strings = "all" }
  }

  default_behavior = { target = "static", cache_policy = "static" }

  behaviors = {
    api = {
      priority              = 10
      path_pattern          = "/api/*"
      target                = "api"
      cache_policy          = "api"
      origin_request_policy = "api"
      allowed_methods       = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    }
  }

  custom_origins = {
    api = { domain_name = local.has_domain ? local.api_name : module.api.endpoint_host }
  }

  # With a literal key this waits for one output. The buckets as a whole wait for the distribution, which their policies admit.
  s3_origins = {
    static = { bucket_regional_domain_name = module.buckets["static"].bucket_regional_domain_name }
  }
}

module "dns" {
  source = "../../modules/dns-record"
  count  = local.has_domain ? 1 : 0

  zone_id = var.zone_id

  records = merge(
    {
      alb = {
        name  = local.app_name
        type  = "A"
        alias = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
      }
      api = {
        name = local.api_name
        type = "A"
        alias = {
          name                   = module.api.domain_targets[local.api_name].target_domain_name
          zone_id                = module.api.domain_targets[local.api_name].hosted_zone_id
          evaluate_target_health = false
        }
      }
    },
    {
      for type in var.cdn_enabled ? ["A", "AAAA"] : [] : "cdn-${lower(type)}" => {
        name = var.domain_name
        type = type
        alias = {
          name                   = module.cdn[0].domain_name
          zone_id                = module.cdn[0].hosted_zone_id
          evaluate_target_health = false
        }
      }
    },
  )
}
