# At the edge the address of a viewer is seen, so addresses are judged and counted there. The web ACL of the region sees CloudFront's
# addresses, unless a partner or the API is called directly, so it looks at what is sent only: with a limit by address it would take
# all visitors of one edge location for one.

locals {
  waf_logs_name = "aws-waf-logs-${local.name}"

  # Both scopes: what exploits look like. Only one of them sees who asks.
  waf_groups = {
    core             = { priority = 110 }
    known-bad-inputs = { priority = 120 }
    sqli             = { priority = 130 }
  }
}

# The logs of a web ACL for CloudFront stay in us-east-1, as does the key of a stack that is there.
module "firewall_edge_logs" {
  source    = "../../modules/log-groups"
  providers = { aws = aws.us_east_1 }

  kms_key_arn        = var.region == "us-east-1" ? module.kms_logs.arn : null
  log_groups         = { waf = { name = "${local.waf_logs_name}-edge" } }
  log_retention_days = var.log_retention_days
}

module "firewall_regional_logs" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_groups         = { waf = { name = "${local.waf_logs_name}-regional" } }
  log_retention_days = var.log_retention_days
}

module "firewall_edge" {
  source    = "../../modules/waf"
  providers = { aws = aws.us_east_1 }

  bot_control         = var.waf_bot_control == null ? null : merge(var.waf_bot_control, { priority = 140 })
  ip_sets             = var.waf_ip_sets
  logging             = { destination_arn = module.firewall_edge_logs.arns["waf"] }
  managed_rule_groups = merge(local.waf_groups, { ip-reputation = { priority = 100 } })
  name                = "${local.name}-edge"
  rules               = var.waf_rules
  scope               = "CLOUDFRONT"

  rate_limits = {
    all = { priority = 10, requests = var.waf_rate_limit }
  }
}

module "firewall_regional" {
  source = "../../modules/waf"

  ip_sets             = var.waf_ip_sets
  logging             = { destination_arn = module.firewall_regional_logs.arns["waf"] }
  managed_rule_groups = local.waf_groups
  name                = "${local.name}-regional"
  rate_limits         = {}
  rules               = var.waf_rules
  scope               = "REGIONAL"

  resource_arns = {
    alb = module.alb.arn
    api = module.api.stage_arn
  }
}

# Shield Standard is on everywhere by itself. Advanced is paid for a year and cannot be ended before, so it takes a decision.
module "shield" {
  source = "../../modules/shield-advanced"
  count  = var.shield == null ? 0 : 1

  name         = local.name
  subscription = var.shield.subscribed ? null : { renewed = var.shield.renewed }

  protections = merge(
    {
      alb          = { resource_arn = module.alb.arn }
      distribution = { resource_arn = module.distribution.arn }
    },
    local.has_zone ? { zone = { resource_arn = module.zones["site"].arn } } : {},
  )
}
