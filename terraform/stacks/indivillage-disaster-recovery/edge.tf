# The distribution belongs to no region. It asks origin.<domain>, and Route 53 answers that name with this load balancer once the check of
# the primary region fails.

locals {
  has_domain = var.domain_name != null && var.dns_delegated

  # What tells the load balancer that our distribution asks: the stack indivillage has made it.
  origin_header = "x-origin-verify"
  has_secrets   = nonsensitive(length(var.origin_secrets) > 0)
}

# The names are those of the primary region's certificate, and so is the record that proves them.
module "certificate" {
  source = "../../modules/acm-certificate"
  count  = local.has_domain ? 1 : 0

  domain_name                = var.domain_name
  subject_alternative_names  = ["*.${var.domain_name}"]
  validation_records_enabled = false
  zone_id                    = var.zone_id
}

module "alb" {
  source = "../../modules/alb"

  certificate_arn             = one(module.certificate[*].arn)
  deletion_protection_enabled = var.alb_deletion_protection_enabled
  https_enabled               = local.has_domain
  name                        = "${var.short_name}-web"
  security_group_ids          = [module.security_groups.ids["alb"]]
  subnet_ids                  = values(module.network.subnet_ids["public"])
  vpc_id                      = module.network.vpc_id

  access_logs = {
    bucket = local.logs_bucket_name
    prefix = "alb"
  }

  # What no rule matches is answered with 403: it came past CloudFront.
  listener_rules = merge(
    {
      internal = {
        priority       = 10
        path_patterns  = ["/internal/*", "/metrics"]
        fixed_response = { status_code = "404", message_body = "Not found" }
      }
      health = {
        priority      = 20
        path_patterns = ["/health"]
        http_methods  = ["GET", "HEAD"]
        target_group  = "web"
      }
    },
    local.has_secrets ? {
      verified = {
        priority     = 30
        http_headers = { (local.origin_header) = var.origin_secrets }
        target_group = "web"
      }
    } : {},
    {
      for place, partner in sort(keys(var.partner_cidr_blocks)) : "partner-${partner}" => {
        priority     = 100 + place
        source_cidrs = [var.partner_cidr_blocks[partner]]
        target_group = "web"
      }
    },
  )

  target_groups = {
    web = {
      port         = local.ports.web
      protocol     = "HTTPS"
      target_type  = "instance"
      health_check = { path = "/health", interval_seconds = 15, healthy_threshold = 2 }
      stickiness   = { enabled = false }
    }
  }
}

# Plans stay possible without the secret, but nobody should rely on a balancer that answers nobody.
check "origin_secrets" {
  assert {
    condition     = local.has_secrets
    error_message = "The load balancer refuses everybody: give the secrets of the origin, which the stack indivillage has made, as TF_VAR_origin_secrets."
  }
}

module "firewall_logs" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_groups         = { waf = { name = "aws-waf-logs-${local.name}" } }
  log_retention_days = var.log_retention_days
}

# It sees CloudFront's addresses, so it looks at what is sent and counts nobody: limits are at the edge.
module "firewall" {
  source = "../../modules/waf"

  logging       = { destination_arn = module.firewall_logs.arns["waf"] }
  name          = local.name
  rate_limits   = {}
  resource_arns = { alb = module.alb.arn }
  scope         = "REGIONAL"

  managed_rule_groups = {
    core             = { priority = 110 }
    known-bad-inputs = { priority = 120 }
    sqli             = { priority = 130 }
  }
}

# The second answer to the name of the origin. The first, with the check that decides, is in the stack indivillage.
module "dns" {
  source = "../../modules/dns-record"
  count  = local.has_domain ? 1 : 0

  zone_id = var.zone_id

  # Nobody is led to servers that have nothing to show.
  records = {
    for key, record in {
      origin-recovery = {
        name     = "origin.${var.domain_name}"
        alias    = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
        failover = "SECONDARY"
      }
      recovery = {
        name  = "recovery.${var.domain_name}"
        alias = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
      }
    } : key => record if var.web_released || key != "origin-recovery"
  }
}
