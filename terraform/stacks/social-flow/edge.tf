# Viewers reach the distribution under the domain; the distribution reaches the load balancer under origin.<domain>,
# so that both ends of the way have a certificate of their own. The load balancer has no public address: the way leads through
# the VPC, open to distributions of this account only. A secret header would do the same, but stands in the state in plain text,
# for the distribution and for the listener's rule.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html

locals {
  has_domain  = var.domain_name != null
  origin_name = local.has_domain ? "origin.${var.domain_name}" : null

  alb_origin = {
    domain_name     = local.has_domain ? local.origin_name : module.alb.dns_name
    protocol_policy = local.has_domain ? "https-only" : "http-only"
  }
}

module "certificate" {
  source   = "../../modules/acm-certificate"
  for_each = local.has_domain ? { alb = local.origin_name } : {}

  domain_name = each.value
  zone_id     = var.zone_id
}

module "cdn_certificate" {
  source    = "../../modules/acm-certificate"
  count     = local.has_domain ? 1 : 0
  providers = { aws = aws.us_east_1 }

  domain_name = var.domain_name
  zone_id     = var.zone_id
}

# Another place makes another load balancer, and its VPC origin makes Terraform make the new one first, beside the old one.
module "alb" {
  source = "../../modules/alb"

  certificate_arn             = one([for certificate in module.certificate : certificate.arn])
  default_target_group        = "app"
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  https_enabled               = local.has_domain
  internal                    = !var.alb_internet_facing
  load_balancer_name          = var.alb_internet_facing ? null : "${local.name}-internal"
  name                        = local.name
  security_group_ids          = [module.security_groups.ids["alb"]]
  subnet_ids                  = values(module.network.subnet_ids[var.alb_internet_facing ? "public" : "private"])
  vpc_id                      = module.network.vpc_id

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "alb"
  }

  target_groups = {
    app = { port = 8000 }
  }
}

# The distribution itself is global; the delivery of its logs exists in us-east-1 only.
module "cdn" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws.us_east_1 }

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
    videos = { default_ttl_seconds = 3600 }
    api    = { default_ttl_seconds = 0 }
  }

  # Query strings reach the application only: in the cache key of files they would lower the hit rate.
  origin_request_policies = {
    api = { query_strings = "all", headers = "allViewer", cookies = "all" }
  }

  default_behavior = {
    target       = var.replicate ? "static-with-failover" : "static"
    cache_policy = "static"
  }

  behaviors = {
    api = {
      priority              = 10
      path_pattern          = "/api/*"
      target                = "alb"
      cache_policy          = "api"
      origin_request_policy = "api"
      allowed_methods       = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    }
    videos = {
      priority     = 20
      path_pattern = "/videos/*"
      target       = var.replicate ? "videos-with-failover" : "videos"
      cache_policy = "videos"
    }
  }

  custom_origins = var.alb_internet_facing ? { alb = local.alb_origin } : {}
  vpc_origins    = var.alb_internet_facing ? {} : { alb = merge(local.alb_origin, { arn = module.alb.arn }) }

  # With literal keys these wait for one output each. The buckets as a whole wait for the distribution, which their
  # policies admit.
  s3_origins = merge(
    {
      static = { bucket_regional_domain_name = module.buckets["static"].bucket_regional_domain_name }
      videos = { bucket_regional_domain_name = module.buckets["videos"].bucket_regional_domain_name }
    },
    var.replicate ? {
      static-replica = { bucket_regional_domain_name = module.replica_buckets["static"].bucket_regional_domain_name }
      videos-replica = { bucket_regional_domain_name = module.replica_buckets["videos"].bucket_regional_domain_name }
    } : {},
  )

  origin_groups = {
    for name in local.replicated_buckets : "${name}-with-failover" => { primary = name, secondary = "${name}-replica" }
  }
}

module "dns" {
  source = "../../modules/dns-record"
  count  = local.has_domain ? 1 : 0

  zone_id = var.zone_id

  records = merge(
    {
      for type in ["A", "AAAA"] : "cdn-${lower(type)}" => {
        name = var.domain_name
        type = type
        alias = {
          name                   = module.cdn.domain_name
          zone_id                = module.cdn.hosted_zone_id
          evaluate_target_health = false
        }
      }
    },
    {
      origin = {
        name  = local.origin_name
        type  = "A"
        alias = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
      }
    },
  )
}
