module "dns_record" {
  source = "../.."

  zone_id = "Z0123456789ABCDEFGHIJ"

  health_checks = {
    primary = { fqdn = "primary.example.com", path = "/health" }
  }

  records = {
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
