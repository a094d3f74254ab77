module "network" {
  source = "../../modules/network"

  account_id         = local.account_id
  availability_zones = var.availability_zones
  cidr_block         = var.vpc_cidr_block
  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.log_retention_days
  name               = local.name
  nat                = var.nat

  tiers = {
    public  = { kind = "public", slot = 0 }
    private = { kind = "private", slot = 1 }
  }
}

# The addresses from which CloudFront reaches origins.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.alb_internet_facing ? 0 : 1

  name = "com.amazonaws.global.cloudfront.origin-facing"
}

module "security_groups" {
  source = "../../modules/security-groups"

  name   = local.name
  vpc_id = module.network.vpc_id

  groups = {
    alb      = { description = "Load balancer" }
    app      = { description = "Application and its workers" }
    database = { description = "PostgreSQL" }
    redis    = { description = "Redis" }
  }

  # CloudFront's list counts as 55 of the 60 rules that a group may have, so it is named once, for the port that serves.
  # https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
  ingress_rules = merge(
    var.alb_internet_facing ? {
      alb-http = {
        group       = "alb"
        description = "HTTP from the internet"
        from_port   = 80
        cidr_ipv4   = "0.0.0.0/0"
      }
      alb-https = {
        group       = "alb"
        description = "HTTPS from the internet"
        from_port   = 443
        cidr_ipv4   = "0.0.0.0/0"
      }
    } : {},
    var.alb_internet_facing ? {} : {
      alb-from-cloudfront = {
        group          = "alb"
        description    = "Requests from CloudFront"
        from_port      = local.has_domain ? 443 : 80
        prefix_list_id = one(data.aws_ec2_managed_prefix_list.cloudfront[*].id)
      }
    },
    {
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
      redis-from-app = {
        group            = "redis"
        description      = "Redis from the application"
        from_port        = 6379
        referenced_group = "app"
      }
    },
  )

  egress_rules = merge(
    {
      app-to-anywhere = local.all_egress["app"]
    },
    var.alb_egress_unrestricted ? { alb-to-anywhere = local.all_egress["alb"] } : {
      alb-to-app = {
        group            = "alb"
        description      = "Requests to the application"
        from_port        = 8000
        referenced_group = "app"
      }
    },
    var.data_egress_unrestricted ? {
      database-to-anywhere = local.all_egress["database"]
      redis-to-anywhere    = local.all_egress["redis"]
    } : {},
  )
}

locals {
  all_egress = {
    for group in ["alb", "app", "database", "redis"] : group => {
      group       = group
      description = "Everywhere"
      ip_protocol = "-1"
      cidr_ipv4   = "0.0.0.0/0"
    }
  }
}
