# A site of files under a domain of one's own: the bucket stays private, the distribution alone reads it, and a firewall stands
# before the distribution. Certificate, firewall and its logs for CloudFront exist in us-east-1 only, so that is the region.

module "certificate" {
  source = "../../modules/acm-certificate"

  domain_name = "shop.example.com"
  zone_id     = "Z0123456789ABCDEFGHIJ"
}

module "site" {
  source = "../../modules/s3-bucket"

  cloudfront_distribution_arns = [module.cdn.arn]
  name                         = "shop-production-site-123456789012"

  access_logs = {
    bucket = module.logs.id
  }
}

module "logs" {
  source = "../../modules/s3-bucket"

  lifecycle_rules = { expire = { expiration_days = 365 } }
  name            = "shop-production-logs-123456789012"

  log_delivery = {
    account_id = "123456789012"
    sources    = ["cloudfront", "s3"]
  }
}

module "firewall_logs" {
  source = "../../modules/log-groups"

  log_groups = { cdn = { name = "aws-waf-logs-shop-production-cdn" } }
}

module "firewall" {
  source = "../../modules/waf"

  logging = { destination_arn = module.firewall_logs.arns["cdn"] }
  name    = "shop-production-cdn"
  scope   = "CLOUDFRONT"
}

module "cdn" {
  source = "../../modules/cloudfront"

  aliases             = ["shop.example.com"]
  certificate_arn     = module.certificate.arn
  default_root_object = "index.html"
  name                = "shop-production"
  web_acl_arn         = module.firewall.arn

  access_logs = {
    bucket = module.logs.id
    prefix = "cdn"
  }

  default_behavior = {
    target       = "site"
    cache_policy = "Managed-CachingOptimized"
  }

  # Without the right to list, S3 answers 403 for what is not there.
  error_responses = {
    403 = { response_code = 404, response_page_path = "/404.html" }
  }

  s3_origins = {
    site = { bucket_regional_domain_name = module.site.bucket_regional_domain_name }
  }
}

module "dns" {
  source = "../../modules/dns-record"

  zone_id = "Z0123456789ABCDEFGHIJ"

  records = {
    for type in ["A", "AAAA"] : "site-${lower(type)}" => {
      name  = "shop.example.com"
      type  = type
      alias = { name = module.cdn.domain_name, zone_id = module.cdn.hosted_zone_id, evaluate_target_health = false }
    }
  }
}
