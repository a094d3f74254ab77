# The zone of the domain belongs to this stack, in each environment its own: production has indivillage.com, the others a name below it,
# which production's zone leads to. A certificate is issued once that way exists, and so the rest waits for dns_delegated.

locals {
  # A zone alone.
  has_zone = var.domain_name != null

  # A zone that the world knows, and so names and certificates.
  has_domain = local.has_zone && var.dns_delegated

  # What is left when the primary region is lost: the recovery root adds the second answer to the name of the origin.
  has_failover = local.has_domain && var.failover_enabled

  names = local.has_domain ? {
    api     = "api.${var.domain_name}"
    app     = "app.${var.domain_name}"
    origin  = "origin.${var.domain_name}"
    primary = "primary.${var.domain_name}"
    site    = var.domain_name
    www     = "www.${var.domain_name}"
  } : {}

  has_grafana_name  = local.has_domain && var.grafana != null && var.grafana_domain_name != null
  grafana_is_within = local.has_zone && endswith(coalesce(var.grafana_domain_name, "none"), ".${coalesce(var.domain_name, "none")}")

  # The name of Grafana that is no part of the domain has a zone of its own.
  zone_names = merge(
    local.has_zone ? { site = var.domain_name } : {},
    local.has_zone && var.grafana_domain_name != null && !local.grafana_is_within ? { grafana = var.grafana_domain_name } : {},
  )
}

# Route 53 signs and logs in us-east-1 only.
module "zones" {
  source    = "../../modules/dns-zone"
  for_each  = local.zone_names
  providers = { aws = aws.us_east_1 }

  account_id    = local.account_id
  comment       = "IndiVillage, ${var.environment}."
  name          = each.value
  query_logging = { kms_key_arn = var.region == "us-east-1" ? module.kms_logs.arn : null, log_retention_days = var.log_retention_days }
}

locals {
  zone_id         = local.has_zone ? module.zones["site"].id : null
  grafana_zone_id = local.has_zone ? try(module.zones["grafana"].id, module.zones["site"].id) : null
  certificate_arn = one(module.certificate[*].arn)
}

# For everything that ends TLS in the primary region: both load balancers and the API.
module "certificate" {
  source = "../../modules/acm-certificate"
  count  = local.has_domain ? 1 : 0

  domain_name               = var.domain_name
  subject_alternative_names = ["*.${var.domain_name}"]
  zone_id                   = local.zone_id
}

# For the distribution. The names are the same, and so is the record that proves them.
module "cdn_certificate" {
  source    = "../../modules/acm-certificate"
  count     = local.has_domain ? 1 : 0
  providers = { aws = aws.us_east_1 }

  domain_name                = var.domain_name
  subject_alternative_names  = ["*.${var.domain_name}"]
  validation_records_enabled = false
  zone_id                    = local.zone_id

  depends_on = [module.certificate]
}

module "grafana_certificate" {
  source    = "../../modules/acm-certificate"
  count     = local.has_grafana_name ? 1 : 0
  providers = { aws = aws.us_east_1 }

  domain_name = var.grafana_domain_name
  zone_id     = local.grafana_zone_id
}

# Mails are sent as the domain, which SES takes once it sees the records below.
# https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html#verify-domain-procedure
resource "aws_sesv2_email_identity" "this" {
  count = local.has_domain ? 1 : 0

  email_identity = var.domain_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

module "dns" {
  source = "../../modules/dns-record"
  count  = local.has_domain ? 1 : 0

  zone_id = local.zone_id

  # What asks the balancer of the primary region itself, so that it says nothing about the one that takes over.
  health_checks = local.has_failover ? {
    primary = {
      fqdn             = local.names.primary
      interval_seconds = 10
      override         = var.failover_override
      path             = "/health"
    }
  } : {}

  records = merge(
    {
      for type in ["A", "AAAA"] : "site-${lower(type)}" => {
        name  = local.names.site
        type  = type
        alias = { name = module.distribution.domain_name, zone_id = module.distribution.hosted_zone_id, evaluate_target_health = false }
      }
    },
    # An API that the VPC alone reaches has no name here.
    var.api_private_enabled ? {} : {
      api = {
        name = local.names.api
        alias = {
          name                   = module.api.domain_targets[local.names.api].regional_domain_name
          zone_id                = module.api.domain_targets[local.names.api].regional_zone_id
          evaluate_target_health = false
        }
      }
    },
    {
      app = {
        name  = local.names.app
        alias = { name = module.app_alb.dns_name, zone_id = module.app_alb.zone_id }
      }
      # CloudFront looks this name up, so whatever it answers serves pages and takes forms.
      origin = {
        name         = local.names.origin
        alias        = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
        failover     = local.has_failover ? "PRIMARY" : null
        health_check = local.has_failover ? "primary" : null
      }
      primary = {
        name  = local.names.primary
        alias = { name = module.alb.dns_name, zone_id = module.alb.zone_id }
      }
      www = {
        name   = local.names.www
        type   = "CNAME"
        values = [local.names.site]
      }
    },
    # By these SES sees that the domain is ours, and receivers that a mail comes from it.
    {
      for number in range(3) : "mail-${number}" => {
        name   = "${aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].tokens[number]}._domainkey.${var.domain_name}"
        type   = "CNAME"
        values = ["${aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].tokens[number]}.dkim.amazonses.com"]
      }
    },
    {
      for zone, servers in var.dns_delegations : "delegation-${zone}" => {
        name   = zone
        type   = "NS"
        values = servers
      }
    },
    var.dns_records,
  )
}

module "grafana_dns" {
  source = "../../modules/dns-record"
  count  = local.has_grafana_name ? 1 : 0

  zone_id = local.grafana_zone_id

  records = {
    for type in ["A", "AAAA"] : "grafana-${lower(type)}" => {
      name  = var.grafana_domain_name
      type  = type
      alias = { name = module.grafana_redirect[0].domain_name, zone_id = module.grafana_redirect[0].hosted_zone_id, evaluate_target_health = false }
    }
  }
}
