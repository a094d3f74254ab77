module "dns_record" {
  source = "../.."

  zone_id = "Z0123456789ABCDEFGHIJ"

  health_checks = {
    blog    = { fqdn = "blog.example.com", type = "HTTP", port = 80, interval_seconds = 10 }
    primary = { fqdn = "primary.example.com", path = "/health" }
  }

  records = {
    api-default = {
      name        = "api.example.com"
      geolocation = { country = "*" }
      values      = ["192.0.2.10"]
    }
    api-europe = {
      name        = "api.example.com"
      geolocation = { continent = "EU" }
      values      = ["192.0.2.20"]
    }
    blog-east = {
      name           = "blog.example.com"
      latency_region = "us-east-1"
      health_check   = "blog"
      values         = ["192.0.2.30"]
    }
    canary = {
      name   = "canary.example.com"
      weight = 10
      values = ["192.0.2.40"]
    }
    shop-primary = {
      name         = "shop.example.com"
      failover     = "PRIMARY"
      health_check = "primary"
      alias        = { name = "primary-1234567890.us-east-1.elb.amazonaws.com", zone_id = "Z35SXDOTRQ7X7K" }
    }
    shop-secondary = {
      name     = "shop.example.com"
      failover = "SECONDARY"
      alias    = { name = "secondary-1234567890.us-west-2.elb.amazonaws.com", zone_id = "Z1H1FL5HABSF5" }
    }
    verification = {
      name   = "example.com"
      type   = "TXT"
      values = ["site-verification=abc"]
    }
  }

  tags = {
    Component = "edge"
  }
}
