module "waf" {
  source = "../.."

  name  = "shop-production"
  scope = "REGIONAL"

  bot_control = { priority = 140, count_only = true }

  ip_sets = {
    abusers = { addresses = ["2001:db8::/32"], version = "IPV6" }
    office  = { addresses = ["198.51.100.0/24"] }
  }

  logging = {
    destination_arn  = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop-production"
    allowed_requests = false
  }

  managed_rule_groups = {
    anonymous-ip     = { priority = 105, count_only = true }
    core             = { priority = 110, overrides = { SizeRestrictions_BODY = "count" } }
    known-bad-inputs = { priority = 120 }
    sqli             = { priority = 130, count_only = true }
  }

  rate_limits = {
    all   = { priority = 11, requests = 2000 }
    login = { priority = 10, requests = 100, path = "/login", window_seconds = 60 }
  }

  resource_arns = {
    api = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
    alb = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop-production/50dc6c495c0c9188"
  }

  rules = {
    abusers           = { priority = 5, ip_set = "abusers" }
    embargo           = { priority = 6, countries = ["KP"] }
    large-bodies      = { priority = 7, path = "/api/", body_larger_than_bytes = 8192 }
    checkout          = { priority = 21, path = "/checkout", outside_countries = ["DE", "FR"], action = "captcha" }
    secrets           = { priority = 22, path = "/.env", path_match = "ENDS_WITH" }
    admin-from-office = { priority = 20, path = "/admin", outside_ip_set = "office" }
  }

  tags = {
    Component = "edge"
  }
}
