module "ecs_service" {
  source = "../.."

  cluster_arn        = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
  cluster_name       = "shop-production"
  cpu                = 1024
  desired_count      = 2
  execution_role_arn = "arn:aws:iam::123456789012:role/shop-production-execution"
  log_group_name     = "/ecs/shop-production/app"
  memory             = 2048
  name               = "shop-production-app"
  region             = "us-east-1"
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  task_role_arn      = "arn:aws:iam::123456789012:role/shop-production-app"

  deployment_alarm_names = ["shop-production-errors"]

  autoscaling = {
    max_count = 6
    min_count = 2

    policies = {
      busy = {
        metric = "expression"
        target = 60
        expression_metric = {
          expression = "100 * busy / all"
          metrics = {
            all  = { name = "Threads", namespace = "Shop", statistic = "Sum" }
            busy = { name = "BusyThreads", namespace = "Shop", statistic = "Sum" }
          }
        }
      }
      memory = { metric = "memory", target = 75 }
      cpu    = { metric = "cpu", target = 70 }
      backlog = {
        custom_metric = { name = "Backlog", namespace = "Shop", dimensions = { Queue = "orders" }, per_task = true }
        metric        = "custom"
        target        = 100
      }
    }

    schedules = {
      campaign = { max_count = 12, min_count = 6, schedule = "at(2030-11-29T06:00:00)" }
      evening  = { max_count = 2, min_count = 1, schedule = "cron(0 20 ? * MON-FRI *)" }
      morning  = { max_count = 6, min_count = 2, schedule = "cron(0 6 ? * MON-FRI *)", timezone = "Europe/Berlin" }
    }
  }

  containers = {
    app = {
      command      = ["serve"]
      depends_on   = { agent = "START", migrate = "SUCCESS" }
      efs_mounts   = { shared = { path = "/srv/shared", read_only = true } }
      environment  = { LOG_LEVEL = "info" }
      health_check = { command = ["CMD-SHELL", "curl --fail http://localhost:8000/health"] }
      image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"
      port         = 8000
      secrets = {
        SECRET_KEY = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-production/app-a1b2c3:KEY::"
      }
      writable_paths = ["/cache", "/var/run/app"]
    }
    agent = {
      essential = false
      image     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-agent:81ab03d"
    }
    migrate = {
      command      = ["migrate"]
      essential    = false
      image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7"
      init_process = true
    }
  }

  efs_volumes = {
    shared = { access_point_id = "fsap-0a1b2c3d4e5f60718", file_system_id = "fs-0a1b2c3d4e5f60718" }
  }

  load_balancers = {
    internal = {
      container_name   = "app"
      container_port   = 8000
      target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-production-internal/fedcba9876543210"
    }
    public = {
      container_name   = "app"
      container_port   = 8000
      target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-production-app/0123456789abcdef"
    }
  }

  service_connect = {
    namespace_arn = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-a1b2c3d4e5f6g7h8"
    services = {
      app = {
        app_protocol = "http"
        dns_name     = "shop"
        port         = 80
        tls = {
          authority_arn = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11"
          kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11"
          role_arn      = "arn:aws:iam::123456789012:role/shop-production-connect"
        }
      }
    }
  }
}
