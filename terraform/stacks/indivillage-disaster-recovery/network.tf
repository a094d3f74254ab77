# The four tiers of the primary region, in blocks that overlap with none of its.

locals {
  tiers = {
    public = { kind = "public", slot = 0 }
    web    = { kind = "private", slot = 1 }
    app    = { kind = "private", slot = 2 }
    data   = { kind = "isolated", slot = 3 }
  }

  # The zones of a tier lie side by side in its eighth of the VPC, so one block stands for the tier.
  tier_blocks = { for tier, of in local.tiers : tier => cidrsubnet(var.vpc_cidr_block, 3, of.slot) }

  # Every hop inside carries TLS, as in the primary region; without a name there is no certificate for the balancer.
  ports = {
    app      = 8443
    cache    = 6379
    database = 5432
    files    = 2049
    listener = local.has_domain ? 443 : 80
    web      = 8443
  }
}

module "network" {
  source = "../../modules/network"

  account_id         = local.account_id
  availability_zones = var.availability_zones
  cidr_block         = var.vpc_cidr_block
  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.log_retention_days
  name               = local.name
  nat                = var.nat
  network_acl_rules  = local.network_acl_rules
  tiers              = local.tiers
}

locals {
  # What passes between neighbouring tiers at all. ACLs know no connections, so answers are admitted by the ports that clients take:
  # https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
  network_acl_rules = {
    for key, rule in merge({
      public-in-http     = { tier = "public", direction = "ingress", rule_number = 100, from_port = 80, to_port = 80 }
      public-in-https    = { tier = "public", direction = "ingress", rule_number = 110, from_port = 443, to_port = 443 }
      public-in-answers  = { tier = "public", direction = "ingress", rule_number = 120, from_port = 1024, to_port = 65535 }
      public-out-web     = { tier = "public", direction = "egress", rule_number = 100, peer = "web", from_port = local.ports.web, to_port = local.ports.web }
      public-out-https   = { tier = "public", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
      public-out-answers = { tier = "public", direction = "egress", rule_number = 120, from_port = 1024, to_port = 65535 }

      web-in-public   = { tier = "web", direction = "ingress", rule_number = 100, peer = "public", from_port = local.ports.web, to_port = local.ports.web }
      web-in-answers  = { tier = "web", direction = "ingress", rule_number = 110, from_port = 1024, to_port = 65535 }
      web-out-answers = { tier = "web", direction = "egress", rule_number = 100, peer = "public", from_port = 1024, to_port = 65535 }
      web-out-https   = { tier = "web", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
      web-out-files   = { tier = "web", direction = "egress", rule_number = 120, peer = "data", from_port = local.ports.files, to_port = local.ports.files }

      # The balancer, and the addresses of AWS's services, which lie in this tier.
      app-in-web       = { tier = "app", direction = "ingress", rule_number = 100, peer = "web", from_port = 443, to_port = 443 }
      app-in-app       = { tier = "app", direction = "ingress", rule_number = 110, peer = "app", protocol = "-1" }
      app-in-answers   = { tier = "app", direction = "ingress", rule_number = 120, from_port = 1024, to_port = 65535 }
      app-out-app      = { tier = "app", direction = "egress", rule_number = 100, peer = "app", protocol = "-1" }
      app-out-web      = { tier = "app", direction = "egress", rule_number = 110, peer = "web", from_port = 1024, to_port = 65535 }
      app-out-https    = { tier = "app", direction = "egress", rule_number = 120, from_port = 443, to_port = 443 }
      app-out-cache    = { tier = "app", direction = "egress", rule_number = 130, peer = "data", from_port = local.ports.cache, to_port = local.ports.cache }
      app-out-database = { tier = "app", direction = "egress", rule_number = 140, peer = "data", from_port = local.ports.database, to_port = local.ports.database }
      app-out-files    = { tier = "app", direction = "egress", rule_number = 150, peer = "data", from_port = local.ports.files, to_port = local.ports.files }

      data-in-data     = { tier = "data", direction = "ingress", rule_number = 100, peer = "data", protocol = "-1" }
      data-in-cache    = { tier = "data", direction = "ingress", rule_number = 110, peer = "app", from_port = local.ports.cache, to_port = local.ports.cache }
      data-in-database = { tier = "data", direction = "ingress", rule_number = 120, peer = "app", from_port = local.ports.database, to_port = local.ports.database }
      data-in-files    = { tier = "data", direction = "ingress", rule_number = 130, peer = "app", from_port = local.ports.files, to_port = local.ports.files }
      data-in-web      = { tier = "data", direction = "ingress", rule_number = 140, peer = "web", from_port = local.ports.files, to_port = local.ports.files }
      data-out-data    = { tier = "data", direction = "egress", rule_number = 100, peer = "data", protocol = "-1" }
      data-out-app     = { tier = "data", direction = "egress", rule_number = 110, peer = "app", from_port = 1024, to_port = 65535 }
      data-out-web     = { tier = "data", direction = "egress", rule_number = 120, peer = "web", from_port = 1024, to_port = 65535 }
      },
      local.has_domain ? {} : {
        app-in-web-plain = { tier = "app", direction = "ingress", rule_number = 130, peer = "web", from_port = local.ports.listener, to_port = local.ports.listener }
        web-out-app      = { tier = "web", direction = "egress", rule_number = 130, peer = "app", from_port = local.ports.listener, to_port = local.ports.listener }
      }) : key => merge(
      { cidr_block = try(local.tier_blocks[rule.peer], "0.0.0.0/0") },
      { for name, value in rule : name => value if name != "peer" },
    )
  }
}

# CloudFront asks whatever answers to the name of the origin.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  stores = {
    cache    = { name = "Redis", clients = { app = "the application" } }
    database = { name = "PostgreSQL", clients = { app = "the application" } }
    files    = { name = "Shared files", clients = { app = "the application", web = "the web servers" } }
  }

  pairs = merge([
    for store, at in local.stores : {
      for client, called in at.clients : "${store}-from-${client}" => { client = client, called = called, name = at.name, port = local.ports[store], store = store }
    }
  ]...)

  # Between the layers a connection is begun in one direction only.
  hops = {
    alb-to-web     = { from = "alb", to = "web", port = local.ports.web, called = "Requests from the load balancer to the web servers" }
    app-alb-to-app = { from = "app-alb", to = "app", port = local.ports.app, called = "Requests from the internal balancer to the application" }
    web-to-app-alb = { from = "web", to = "app-alb", port = local.ports.listener, called = "Requests from the web servers to the internal balancer" }
  }
}

module "security_groups" {
  source = "../../modules/security-groups"

  name   = local.name
  vpc_id = module.network.vpc_id

  groups = {
    alb      = { description = "Load balancer" }
    app      = { description = "Application servers and tasks" }
    app-alb  = { description = "Internal balancer of the application" }
    cache    = { description = "Redis" }
    database = { description = "PostgreSQL" }
    files    = { description = "Shared files" }
    web      = { description = "Web servers" }
  }

  ingress_rules = merge(
    {
      alb-from-cloudfront = {
        group          = "alb"
        description    = "Requests from CloudFront"
        from_port      = local.has_domain ? 443 : 80
        prefix_list_id = data.aws_ec2_managed_prefix_list.cloudfront.id
      }
    },
    {
      for partner, block in var.partner_cidr_blocks : "alb-from-${partner}" => {
        group       = "alb"
        description = "HTTPS from the partner ${partner}"
        from_port   = 443
        cidr_ipv4   = block
      }
    },
    {
      for key, hop in local.hops : key => {
        group            = hop.to
        description      = hop.called
        from_port        = hop.port
        referenced_group = hop.from
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
  )

  egress_rules = merge(
    {
      for key, hop in local.hops : key => {
        group            = hop.from
        description      = hop.called
        from_port        = hop.port
        referenced_group = hop.to
      }
    },
    {
      for client, called in { app = "The application", web = "The web servers" } : "${client}-to-https" => {
        group                     = client
        description               = "${called} to AWS and to services of others over HTTPS"
        from_port                 = 443
        cidr_ipv4                 = "0.0.0.0/0"
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
  )
}

# With private DNS the usual names of these services lead to addresses in the VPC, so calls of the tiers never see the NAT gateways.
module "endpoints" {
  source = "../../modules/vpc-endpoints"

  account_id = local.account_id
  clients    = { vpc = { cidr_ipv4 = var.vpc_cidr_block } }
  endpoints  = { for service in var.endpoint_services : service => {} }
  name       = local.name
  subnet_ids = values(module.network.subnet_ids["app"])
  vpc_id     = module.network.vpc_id
}
