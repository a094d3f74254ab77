# Viewers reach the distribution under the domain; the distribution reaches the load balancer under origin.<domain>, so that both ends
# of the way have a certificate of their own, and so that the name can answer with the load balancer of another region.

locals {
  # What tells the load balancer that CloudFront asks, and this distribution of CloudFront's. A second version beside the first lets both
  # of them in while CloudFront takes the new one to its edge locations.
  origin_header  = "x-origin-verify"
  origin_secrets = [for version in var.origin_secret_versions : data.aws_secretsmanager_secret_version.origin[version].secret_string]

  alb_origin = {
    domain_name          = local.has_domain ? local.names.origin : module.alb.dns_name
    headers              = { (local.origin_header) = local.origin_secrets[length(local.origin_secrets) - 1] }
    origin_shield_region = var.origin_shield_enabled ? var.region : null
    protocol_policy      = local.has_domain ? "https-only" : "http-only"
  }

  # From the first error on, so that nobody sees a bare one. The page keeps the status, for whatever reads that.
  error_page = "/errors/unavailable.html"

  # Everything may be read, and forms and calls of the pages are sent as well.
  all_methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

  assets_origin = local.assets_copied ? "assets-with-failover" : "assets"

  viewer_request = { viewer-request = "normalize-request" }
}

# The value is made in passing. It stands in the state of the distribution and of the listener's rule all the same, because neither has an
# argument for it that is written and never stored: the bucket of the state is encrypted, and who reads it could change the rule anyway.
module "origin_secrets" {
  source = "../../modules/secrets"

  kms_key_arn          = module.kms_data.arn
  name                 = local.name
  recovery_window_days = var.secrets_recovery_window_days
  replica              = local.secret_replica

  secrets = {
    for version in var.origin_secret_versions : version => {
      description = "What CloudFront sends so that the load balancer knows it, version ${version}."
      name        = "${local.secret_root}/origin/${version}${local.secret_suffix}"
      reader_arns = local.deployer_arns
    }
  }
}

ephemeral "aws_secretsmanager_random_password" "origin" {
  for_each = toset(var.origin_secret_versions)

  exclude_punctuation = true
  password_length     = 48
}

resource "aws_secretsmanager_secret_version" "origin" {
  for_each = toset(var.origin_secret_versions)

  secret_id                = module.origin_secrets.arns[each.key]
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.origin[each.key].random_password
  secret_string_wo_version = 1
}

data "aws_secretsmanager_secret_version" "origin" {
  for_each = toset(var.origin_secret_versions)

  secret_id  = aws_secretsmanager_secret_version.origin[each.key].secret_id
  version_id = aws_secretsmanager_secret_version.origin[each.key].version_id
}

module "alb" {
  source = "../../modules/alb"

  certificate_arn             = local.certificate_arn
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  https_enabled               = local.has_domain
  name                        = "${var.short_name}-${local.stage}"
  subnet_ids                  = values(module.network.subnet_ids["public"])
  vpc_id                      = module.network.vpc_id

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "alb"
  }

  security_group_ids = concat(
    [module.security_groups.ids["alb"]],
    local.has_failover ? [module.security_groups.ids["alb-checks"]] : [],
  )

  # What no rule matches is answered with 403: it came past CloudFront.
  listener_rules = merge(
    {
      internal = {
        priority       = 10
        path_patterns  = ["/internal/*", "/metrics"]
        fixed_response = { status_code = "404", message_body = "Not found" }
      }
      # Route 53 sends no header of ours.
      health = {
        priority      = 20
        path_patterns = ["/health"]
        http_methods  = ["GET", "HEAD"]
        target_group  = "web"
      }
      verified = {
        priority     = 30
        http_headers = { (local.origin_header) = local.origin_secrets }
        target_group = "web"
      }
    },
    {
      for place, partner in sort(keys(var.partner_cidr_blocks)) : "partner-${partner}" => {
        priority     = 100 + place
        source_cidrs = [var.partner_cidr_blocks[partner]]
        target_group = "web"
      }
    },
  )

  # The instances show a certificate of their own, which the load balancer does not check: it keeps listeners out, not impostors, and
  # those the security groups keep out.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration
  target_groups = {
    web = {
      port                         = local.ports.web
      protocol                     = "HTTPS"
      target_type                  = "instance"
      cross_zone_enabled           = var.cross_zone_enabled
      deregistration_delay_seconds = var.deregistration_delay_seconds
      health_check                 = var.web_health_check
      stickiness                   = { enabled = false }
    }
  }
}

# The distribution itself is global; the delivery of its logs exists in us-east-1 only.
module "distribution" {
  source    = "../../modules/cloudfront"
  providers = { aws = aws.us_east_1 }

  additional_metrics_enabled = var.cdn_additional_metrics_enabled
  aliases                    = local.has_domain ? [local.names.site, local.names.www] : []
  certificate_arn            = one(module.cdn_certificate[*].arn)
  name                       = local.name
  origin_access              = var.origin_access
  price_class                = var.cdn_price_class
  web_acl_arn                = module.firewall_edge.arn

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "cdn"
  }

  # How long a copy is kept follows from how often the thing changes. Assets have names that change with them; in their cache key stands
  # nothing but the path, so all visitors share one copy. Pages say themselves how long they may be kept, and are not kept unless they
  # do; who is signed in gets pages of their own.
  cache_policies = {
    assets = { default_ttl_seconds = var.cdn_ttl_seconds.assets, max_ttl_seconds = max(31536000, var.cdn_ttl_seconds.assets) }
    media  = { default_ttl_seconds = var.cdn_ttl_seconds.media, max_ttl_seconds = max(86400, var.cdn_ttl_seconds.media) }
    pages = {
      default_ttl_seconds = var.cdn_ttl_seconds.pages
      max_ttl_seconds     = max(3600, var.cdn_ttl_seconds.pages)
      cookies             = var.cdn_page_cookies
      headers             = ["Accept-Language", "Authorization"]
      query_strings       = "all"
    }
    api = { default_ttl_seconds = 0 }
  }

  # What the application is told beyond what the cache key has.
  origin_request_policies = {
    application = { cookies = "all", headers = "allViewer", query_strings = "all" }
  }

  default_behavior = {
    target                = "alb"
    cache_policy          = "pages"
    origin_request_policy = "application"
    allowed_methods       = local.all_methods
    functions             = local.viewer_request
  }

  behaviors = merge(
    {
      assets = { priority = 10, path_pattern = "/assets/*", target = local.assets_origin, cache_policy = "assets", functions = local.viewer_request }
      errors = { priority = 20, path_pattern = "/errors/*", target = "assets", cache_policy = "media" }
      media  = { priority = 30, path_pattern = "/media/*", target = local.assets_origin, cache_policy = "media", functions = local.viewer_request }
      api = {
        priority              = 40
        path_pattern          = "/api/*"
        target                = "alb"
        cache_policy          = "api"
        origin_request_policy = "application"
        allowed_methods       = local.all_methods
      }
    },
    var.field_level_encryption == null ? {} : {
      forms = {
        priority               = 50
        path_pattern           = var.field_level_encryption.path_pattern
        target                 = "alb"
        cache_policy           = "api"
        origin_request_policy  = "application"
        allowed_methods        = local.all_methods
        field_level_encryption = true
      }
    },
  )

  error_responses = {
    for status in ["500", "502", "503", "504"] : status => {
      caching_seconds    = 5
      response_code      = tonumber(status)
      response_page_path = local.error_page
    }
  }

  field_level_encryption = var.field_level_encryption == null ? null : {
    fields         = var.field_level_encryption.fields
    provider_id    = var.field_level_encryption.provider_id
    public_key_pem = var.field_level_encryption.public_key_pem
  }

  functions = {
    normalize-request = {
      code    = file("${path.module}/edge/normalize-request.js")
      comment = "Leads www to the domain and makes like requests alike, so that the cache has one copy of each page."
    }
  }

  custom_origins = { alb = local.alb_origin }

  # With literal keys these wait for one output each. The buckets as a whole wait for the distribution, which their policies admit.
  s3_origins = merge(
    {
      assets = {
        bucket_regional_domain_name = module.buckets["assets"].bucket_regional_domain_name
        origin_shield_region        = var.origin_shield_enabled ? var.region : null
      }
    },
    local.assets_copied ? {
      assets-replica = { bucket_regional_domain_name = module.replica_buckets["assets"].bucket_regional_domain_name }
    } : {},
  )

  origin_groups = local.assets_copied ? {
    assets-with-failover = { primary = "assets", secondary = "assets-replica" }
  } : {}
}

# The name of Grafana, over HTTPS with a certificate of its own; nothing of the workspace passes through here.
module "grafana_redirect" {
  source    = "../../modules/cloudfront"
  count     = local.has_grafana_name ? 1 : 0
  providers = { aws = aws.us_east_1 }

  aliases         = [var.grafana_domain_name]
  certificate_arn = one(module.grafana_certificate[*].arn)
  name            = "${local.name}-grafana"
  price_class     = var.cdn_price_class
  web_acl_arn     = module.firewall_edge.arn

  access_logs = {
    bucket = module.logs_bucket.id
    prefix = "grafana"
  }

  custom_origins = { workspace = { domain_name = module.observability.grafana_endpoint } }

  default_behavior = {
    target       = "workspace"
    cache_policy = "Managed-CachingDisabled"
    functions    = { viewer-request = "redirect" }
  }

  functions = {
    redirect = {
      code    = templatefile("${path.module}/edge/redirect.js.tftpl", { host = module.observability.grafana_endpoint })
      comment = "Leads to the workspace of ${var.environment}."
    }
  }
}
