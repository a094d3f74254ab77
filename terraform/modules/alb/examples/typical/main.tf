module "alb" {
  source = "../.."

  certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  default_target_group = "app"
  idle_timeout_seconds = 120
  name                 = "shop-production"
  security_group_ids   = ["sg-0123456789abcdef0"]
  subnet_ids           = ["subnet-0a1b2c3d4e5f60718", "subnet-0b2c3d4e5f6071829"]
  vpc_id               = "vpc-0a1b2c3d4e5f60718"

  access_logs = {
    bucket = "shop-production-logs-123456789012"
    prefix = "alb"
  }

  additional_certificate_arns = {
    partner = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"
  }

  authentications = {
    staff = {
      cognito = {
        user_pool_arn       = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1Cd2Ef3"
        user_pool_client_id = "1h57kf5cpq17m0eml12EXAMPLE"
        user_pool_domain    = "shop-production"
      }
    }
  }

  target_groups = {
    app = { port = 8000 }
    admin = {
      port                         = 9000
      deregistration_delay_seconds = 30
      health_check                 = { path = "/admin/health", interval_seconds = 15 }
      stickiness                   = { enabled = false }
    }
  }

  listener_rules = {
    admin = {
      priority       = 20
      authentication = "staff"
      target_group   = "admin"
      path_patterns  = ["/admin/*"]
      http_headers   = { X-Internal = ["yes"] }
    }
  }

  tags = {
    Component = "edge"
  }
}
