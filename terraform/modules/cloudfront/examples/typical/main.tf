module "cloudfront" {
  source = "../.."

  aliases             = ["shop.example.com"]
  certificate_arn     = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  default_root_object = "index.html"
  name                = "shop-production"
  price_class         = "PriceClass_200"
  web_acl_arn         = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

  access_logs = {
    bucket = "shop-production-logs-123456789012"
    prefix = "cdn"
  }

  behaviors = {
    api = {
      priority              = 20
      path_pattern          = "/api/*"
      target                = "app"
      cache_policy          = "never"
      origin_request_policy = "everything"
      allowed_methods       = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    }
  }

  cache_policies = {
    assets = { default_ttl_seconds = 86400 }
    never  = { default_ttl_seconds = 0 }
  }

  custom_origins = {
    app = {
      domain_name          = "origin.shop.example.com"
      headers              = { X-Origin = "cdn" }
      origin_shield_region = "us-east-1"
    }
  }

  default_behavior = {
    target        = "assets-with-failover"
    cache_policy  = "assets"
    function_arns = { viewer-response = "arn:aws:cloudfront::123456789012:function/shop-headers" }
    functions     = { viewer-request = "index" }
  }

  functions = {
    index = {
      comment = "Answers a path that ends with a slash with its index page."
      code    = <<-JS
        function handler(event) {
          if (event.request.uri.endsWith('/')) event.request.uri += 'index.html';
          return event.request;
        }
      JS
    }
  }

  error_responses = {
    404 = { response_code = 404, response_page_path = "/errors/404.html" }
  }

  origin_groups = {
    assets-with-failover = { primary = "assets", secondary = "assets-replica" }
  }

  origin_request_policies = {
    everything = { query_strings = "all", headers = "allViewer", cookies = "all" }
  }

  s3_origins = {
    assets         = { bucket_regional_domain_name = "shop-production-assets-123456789012.s3.us-east-1.amazonaws.com" }
    assets-replica = { bucket_regional_domain_name = "shop-production-assets-replica-123456789012.s3.us-west-2.amazonaws.com" }
  }

  tags = {
    Component = "edge"
  }
}
