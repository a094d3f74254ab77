module "nlb" {
  source = "../.."

  name                        = "shop-edge"
  private_link_rules_enforced = false
  security_group_ids          = ["sg-0123456789abcdef0"]
  subnet_ids                  = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  vpc_id                      = "vpc-0a1b2c3d4e5f60718"

  access_logs = {
    bucket = "shop-production-logs-123456789012"
    prefix = "nlb"
  }

  listeners = {
    app = {
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
      port            = 443
      protocol        = "TLS"
      target_group    = "app"
      additional_certificate_arns = {
        partner = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"
      }
    }
    broker = { port = 5671, target_group = "broker", idle_timeout_seconds = 600 }
  }

  target_groups = {
    app    = { port = 8443, protocol = "TLS", health_check = { protocol = "HTTPS", interval_seconds = 15 } }
    broker = { port = 5671, client_ip_preserved = true, deregistration_delay_seconds = 60, target_type = "instance" }
  }

  tags = {
    Component = "edge"
  }
}
