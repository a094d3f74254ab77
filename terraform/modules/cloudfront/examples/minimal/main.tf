module "cloudfront" {
  source = "../.."

  name = "shop-production"

  cache_policies = {
    assets = { default_ttl_seconds = 86400 }
  }

  default_behavior = {
    target       = "assets"
    cache_policy = "assets"
  }

  s3_origins = {
    assets = { bucket_regional_domain_name = "shop-production-assets-123456789012.s3.us-east-1.amazonaws.com" }
  }
}
