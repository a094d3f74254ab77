# At the edge the address of a viewer is seen, so addresses are judged and counted there, and at the load balancer, which is reached
# directly. The API is reached through the distribution, and protects itself by its limits.

locals {
  waf_log_groups = var.waf_enabled ? { waf-alb = "aws-waf-logs-${local.name}-alb" } : {}
  waf_at_edge    = var.waf_enabled && var.cdn_enabled
}

# The logs of a web ACL for CloudFront stay in us-east-1, as does the key of a stack that is there.
module "cdn_waf_logs" {
  source    = "../../modules/log-groups"
  count     = local.waf_at_edge ? 1 : 0
  providers = { aws = aws.us_east_1 }

  kms_key_arn        = var.region == "us-east-1" ? module.kms_logs.arn : null
  log_groups         = { waf-cdn = { name = "aws-waf-logs-${local.name}-cdn" } }
  log_retention_days = var.log_retention_days
}

module "cdn_waf" {
  source    = "../../modules/waf"
  count     = local.waf_at_edge ? 1 : 0
  providers = { aws = aws.us_east_1 }

  logging = { destination_arn = module.cdn_waf_logs[0].arns["waf-cdn"] }
  name    = "${local.name}-cdn"
  scope   = "CLOUDFRONT"
}

module "alb_waf" {
  source = "../../modules/waf"
  count  = var.waf_enabled ? 1 : 0

  logging       = { destination_arn = module.log_groups.arns["waf-alb"] }
  name          = "${local.name}-alb"
  resource_arns = { alb = module.alb.arn }
  scope         = "REGIONAL"
}
