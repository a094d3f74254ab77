module "cloudfront" {
  source = "../.."

  additional_metrics_enabled = true
  aliases                    = ["shop.example.com"]
  certificate_arn            = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  default_root_object        = "index.html"
  name                       = "shop-production"
  price_class                = "PriceClass_200"
  web_acl_arn                = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

  access_logs = {
    bucket = "shop-production-logs-123456789012"
    prefix = "cdn"
  }

  behaviors = {
    downloads = {
      priority     = 5
      path_pattern = "/downloads/*"
      target       = "media"
      cache_policy = "Managed-CachingOptimized"
      key_groups   = ["customers"]
    }
    internal = {
      priority                = 30
      path_pattern            = "/internal/*"
      target                  = "internal"
      cache_policy            = "Managed-CachingDisabled"
      origin_request_policy   = "Managed-AllViewerExceptHostHeader"
      response_headers_policy = "Managed-CORS-and-SecurityHeadersPolicy"
      allowed_methods         = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    }
    media = {
      priority     = 10
      path_pattern = "/media/*"
      target       = "media"
      cache_policy = "media"
    }
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
    never  = { default_ttl_seconds = 0 }
    media  = { default_ttl_seconds = 3600, query_strings = "all" }
    assets = { default_ttl_seconds = 86400 }
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

  error_responses = {
    404 = { response_code = 404, response_page_path = "/errors/404.html" }
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

  key_groups = {
    customers = ["current"]
  }

  public_keys = {
    current = <<-PEM
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYD54V/vp+54P9DXarYqx4MPcm+HK
      RIQzNasYSoRQHQ/6S6Ps8tpMcT+KvIIC8W/e9k0W7Cm72M1P9jU7SLf/vg==
      -----END PUBLIC KEY-----
    PEM
  }

  vpc_origins = {
    internal = {
      arn         = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop-internal/50dc6c495c0c9188"
      domain_name = "internal.shop.example.com"
    }
  }

  origin_groups = {
    assets-with-failover = { primary = "assets", secondary = "assets-replica" }
  }

  origin_request_policies = {
    queries    = { query_strings = "all" }
    everything = { query_strings = "all", headers = "allViewer", cookies = "all" }
  }

  s3_origins = {
    media          = { bucket_regional_domain_name = "shop-production-media-123456789012.s3.us-east-1.amazonaws.com" }
    assets         = { bucket_regional_domain_name = "shop-production-assets-123456789012.s3.us-east-1.amazonaws.com" }
    assets-replica = { bucket_regional_domain_name = "shop-production-assets-replica-123456789012.s3.us-west-2.amazonaws.com" }
  }

  tags = {
    Component = "edge"
  }
}
