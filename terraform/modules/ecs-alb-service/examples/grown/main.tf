module "ecs_alb_service" {
  source = "../.."

  cluster_arn                        = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
  cluster_name                       = "shop-production"
  container_name                     = "app"
  cpu                                = 1024
  deployment_minimum_healthy_percent = 50
  desired_count                      = 3
  execution_role_arn                 = "arn:aws:iam::123456789012:role/shop-production-execution"
  log_group_name                     = "/ecs/shop-production/app"
  memory                             = 2048
  name                               = "shop-production-web"
  region                             = "us-east-1"
  security_group_ids                 = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids                         = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  task_role_arn                      = "arn:aws:iam::123456789012:role/shop-production-app"
  vpc_id                             = "vpc-0a1b2c3d4e5f60718"

  listener_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop-production/50dc6c495c0c9188/f2f7dc8efc522ab2"
  listener_rule = {
    host_headers  = ["shop.example.com"]
    path_patterns = ["/api/*"]
    priority      = 10
    http_headers  = { X-Edge = ["yes"] }
  }

  autoscaling = {
    max_count = 12
    min_count = 3

    policies = {
      cpu      = { metric = "cpu", target = 70 }
      requests = { metric = "requests", target = 800 }
    }
  }

  containers = {
    app = {
      environment = { LOG_LEVEL = "info" }
      image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"
      port        = 8080
    }
    agent = { essential = false, image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-agent:81ab03d" }
  }

  target_group = {
    deregistration_delay_seconds = 60
    health_check                 = { interval_seconds = 15, path = "/ready" }
    stickiness                   = { enabled = false }
  }

  deployment_alarm_names = ["shop-production-errors"]

  efs_volumes = {
    shared = { file_system_id = "fs-0a1b2c3d4e5f60718" }
  }

  service_connect = {
    namespace_arn = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-a1b2c3d4e5f6g7h8"
  }

  tags = {
    Component = "app"
  }
}
