module "security_groups" {
  source = "../.."

  name   = "shop-production"
  vpc_id = "vpc-0a1b2c3d4e5f60718"

  groups = {
    database = { description = "Database" }
    cache    = { description = "Cache" }
    app      = { description = "Application" }
    alb      = { description = "Load balancer" }
  }

  ingress_rules = {
    alb-http = {
      group       = "alb"
      description = "HTTP from the internet, redirected"
      from_port   = 80
      cidr_ipv4   = "0.0.0.0/0"
    }
    cache-from-app = {
      group            = "cache"
      description      = "Redis from the application"
      from_port        = 6379
      referenced_group = "app"
    }
    alb-https = {
      group       = "alb"
      description = "HTTPS from the internet"
      from_port   = 443
      cidr_ipv4   = "0.0.0.0/0"
    }
    app-from-alb = {
      group            = "app"
      description      = "Requests from the load balancer"
      from_port        = 8000
      referenced_group = "alb"
    }
    database-from-app = {
      group            = "database"
      description      = "PostgreSQL from the application"
      from_port        = 5432
      referenced_group = "app"
    }
    database-from-bastion = {
      group                        = "database"
      description                  = "PostgreSQL from the bastion"
      from_port                    = 5432
      referenced_security_group_id = "sg-0123456789abcdef0"
    }
  }

  egress_rules = {
    alb-health-checks = {
      group            = "alb"
      description      = "Health checks of the application"
      from_port        = 8001
      referenced_group = "app"
    }
    alb-to-app = {
      group            = "alb"
      description      = "Requests to the application"
      from_port        = 8000
      referenced_group = "app"
    }
    app-to-anywhere = {
      group       = "app"
      description = "Third-party services"
      ip_protocol = "-1"
      cidr_ipv4   = "0.0.0.0/0"
    }
  }

  tags = {
    Component = "network"
  }
}
