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
    affiliate = "arn:aws:acm:us-east-1:123456789012:certificate/7e3b5b70-1e9f-4b70-8c73-9e3f4d5c6071"
    partner   = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"
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
    reports = { port = 7000, cross_zone_enabled = false, stickiness = { enabled = false } }
    stock   = { port = 50051, protocol_version = "GRPC", health_check = { path = "/grpc.health.v1.Health/Check" } }
    thumbs  = { target_type = "lambda", function_arn = "arn:aws:lambda:us-east-1:123456789012:function:shop-thumbnails" }
    admin = {
      port                         = 9000
      deregistration_delay_seconds = 30
      health_check                 = { path = "/admin/health", interval_seconds = 15 }
      stickiness                   = { enabled = false }
    }
    app = { port = 8000 }
  }

  listener_rules = {
    canary = {
      priority      = 30
      path_patterns = ["/checkout/*"]
      weighted      = { target_groups = { app = 95, reports = 5 }, stickiness_seconds = 3600 }
    }
    moved = {
      priority     = 40
      host_headers = ["shop.example.org"]
      redirect     = { host = "shop.example.com" }
    }
    robots = {
      priority       = 50
      path_patterns  = ["/robots.txt"]
      fixed_response = { status_code = "200", message_body = "User-agent: *" }
    }
    thumbnails = {
      priority      = 60
      target_group  = "thumbs"
      path_patterns = ["/thumbnails/*"]
    }
    reports = {
      priority     = 10
      target_group = "reports"
      host_headers = ["reports.example.com"]
    }
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
