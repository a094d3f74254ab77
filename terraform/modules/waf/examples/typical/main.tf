module "waf" {
  source = "../.."

  name  = "shop-production"
  scope = "REGIONAL"

  ip_sets = {
    office = { addresses = ["198.51.100.0/24"] }
  }

  logging = {
    destination_arn  = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop-production"
    allowed_requests = false
  }

  managed_rule_groups = {
    core             = { priority = 110, overrides = { SizeRestrictions_BODY = "count" } }
    known-bad-inputs = { priority = 120 }
    sqli             = { priority = 130, count_only = true }
  }

  rate_limits = {
    login = { priority = 10, requests = 100, path = "/login", window_seconds = 60 }
  }

  resource_arns = {
    alb = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop-production/50dc6c495c0c9188"
  }

  rules = {
    admin-from-office = { priority = 20, path = "/admin", outside_ip_set = "office" }
  }

  tags = {
    Component = "edge"
  }
}
