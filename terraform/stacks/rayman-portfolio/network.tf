module "network" {
  source = "../../modules/network"

  account_id         = local.account_id
  availability_zones = var.availability_zones
  cidr_block         = var.vpc_cidr_block
  flow_logs_enabled  = var.flow_logs_enabled
  gateway_endpoints  = ["s3"]
  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.log_retention_days
  name               = local.name
  nat                = var.nat
  network_acl_rules  = local.network_acl_rules

  tiers = {
    public  = { kind = "public", slot = 0 }
    private = { kind = "private", slot = 1 }
  }
}

locals {
  # What passes between the tiers and the internet at all; which group may talk to which is decided by the groups. ACLs know no
  # connections, so answers are admitted by the ports that clients take: functions and NAT gateways any from 1024.
  # https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
  network_acl_rules = {
    for key, rule in {
      private-in-vpc     = { tier = "private", direction = "ingress", rule_number = 100, cidr_block = var.vpc_cidr_block, protocol = "-1" }
      private-in-answers = { tier = "private", direction = "ingress", rule_number = 110, from_port = 1024, to_port = 65535 }
      private-out-vpc    = { tier = "private", direction = "egress", rule_number = 100, cidr_block = var.vpc_cidr_block, protocol = "-1" }
      private-out-https  = { tier = "private", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
      public-in-vpc      = { tier = "public", direction = "ingress", rule_number = 100, cidr_block = var.vpc_cidr_block, protocol = "-1" }
      public-in-http     = { tier = "public", direction = "ingress", rule_number = 110, from_port = 80, to_port = 80 }
      public-in-https    = { tier = "public", direction = "ingress", rule_number = 120, from_port = 443, to_port = 443 }
      public-in-answers  = { tier = "public", direction = "ingress", rule_number = 130, from_port = 1024, to_port = 65535 }
      public-out-vpc     = { tier = "public", direction = "egress", rule_number = 100, cidr_block = var.vpc_cidr_block, protocol = "-1" }
      public-out-https   = { tier = "public", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
      public-out-answers = { tier = "public", direction = "egress", rule_number = 120, from_port = 1024, to_port = 65535 }
    } : key => merge({ cidr_block = "0.0.0.0/0" }, rule)
  }

  # Which groups of the application reach the data, and how they are called in the descriptions of the rules.
  applications = { lambda = "the functions", tasks = "the tasks" }

  # With a proxy in between the functions reach the database through it, and it sends on.
  database_clients = merge(local.applications, var.database_proxy_enabled ? { proxy = "the proxy" } : {})

  stores = {
    cache    = { name = "Redis", port = 6379, clients = local.applications }
    database = { name = "PostgreSQL", port = 5432, clients = local.database_clients }
  }

  pairs = merge([
    for store, at in local.stores : {
      for client, called in at.clients : "${store}-from-${client}" => { client = client, called = called, port = at.port, store = store, name = at.name }
    }
  ]...)
}

module "security_groups" {
  source = "../../modules/security-groups"

  name   = local.name
  vpc_id = module.network.vpc_id

  groups = merge(
    {
      alb      = { description = "Load balancer" }
      cache    = { description = "Redis" }
      database = { description = "PostgreSQL" }
      lambda   = { description = "Functions" }
      tasks    = { description = "Tasks of ECS" }
    },
    var.database_proxy_enabled ? { proxy = { description = "Proxy of the database" } } : {},
    var.api_reaches_tasks ? { vpc-link = { description = "Way of the API to the load balancer" } } : {},
  )

  ingress_rules = merge(
    {
      alb-http = {
        group       = "alb"
        description = "HTTP from the internet, which is sent on to HTTPS"
        from_port   = 80
        cidr_ipv4   = "0.0.0.0/0"
      }
      alb-https = {
        group       = "alb"
        description = "HTTPS from the internet"
        from_port   = 443
        cidr_ipv4   = "0.0.0.0/0"
      }
      tasks-from-alb = {
        group            = "tasks"
        description      = "Requests from the load balancer"
        from_port        = var.container_port
        referenced_group = "alb"
      }
    },
    {
      for key, pair in local.pairs : key => {
        group            = pair.store
        description      = "${pair.name} from ${pair.called}"
        from_port        = pair.port
        referenced_group = pair.client
      }
    },
    var.database_proxy_enabled ? {
      proxy-from-lambda = {
        group            = "proxy"
        description      = "PostgreSQL from the functions"
        from_port        = 5432
        referenced_group = "lambda"
      }
    } : {},
  )

  # Functions and tasks begin connections to their data, and over HTTPS to AWS and to others; nothing else does.
  egress_rules = merge(
    {
      alb-to-tasks = {
        group            = "alb"
        description      = "Requests to the tasks"
        from_port        = var.container_port
        referenced_group = "tasks"
      }
    },
    {
      for client, called in local.applications : "${client}-to-https" => {
        group       = client
        description = "AWS and services of others over HTTPS"
        from_port   = 443
        cidr_ipv4   = "0.0.0.0/0"
      }
    },
    {
      for key, pair in local.pairs : "${pair.client}-to-${pair.store}" => {
        group            = pair.client
        description      = "${pair.name} from ${pair.called}"
        from_port        = pair.port
        referenced_group = pair.store
      }
    },
    var.database_proxy_enabled ? {
      lambda-to-proxy = {
        group            = "lambda"
        description      = "PostgreSQL through the proxy"
        from_port        = 5432
        referenced_group = "proxy"
      }
    } : {},
    var.api_reaches_tasks ? {
      vpc-link-to-alb = {
        group            = "vpc-link"
        description      = "Requests to the load balancer"
        from_port        = local.has_domain ? 443 : 80
        referenced_group = "alb"
      }
    } : {},
  )
}
