module "ecs_nlb_service" {
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
  name                               = "shop-production-broker"
  region                             = "us-east-1"
  security_group_ids                 = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids                         = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  task_role_arn                      = "arn:aws:iam::123456789012:role/shop-production-app"
  vpc_id                             = "vpc-0a1b2c3d4e5f60718"

  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/shop-production/60dc6c495c0c9188"

  autoscaling = {
    max_count = 12
    min_count = 3

    policies = {
      cpu    = { metric = "cpu", target = 70 }
      memory = { metric = "memory", target = 75 }
    }
  }

  containers = {
    app = {
      environment = { LOG_LEVEL = "info" }
      image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"
      port        = 8443
    }
    agent = { essential = false, image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-agent:81ab03d" }
  }

  listener = {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
    port            = 443
    protocol        = "TLS"
    additional_certificate_arns = {
      partner   = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60"
      affiliate = "arn:aws:acm:us-east-1:123456789012:certificate/7e3b5b70-1e9f-4b70-8c73-9e3f4d5c6071"
    }
  }

  target_group = {
    deregistration_delay_seconds = 60
    health_check                 = { interval_seconds = 15, path = "/ready", protocol = "HTTPS" }
    protocol                     = "TLS"
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
