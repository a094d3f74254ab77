# Four tiers in each zone: what is reached from outside, what serves pages, what computes, what keeps data. Only the first has a way
# from the internet, the next two have a way out through NAT, the last has none at all.

locals {
  tiers = {
    public = { kind = "public", slot = 0 }
    web    = { kind = "private", slot = 1 }
    app    = { kind = "private", slot = 2 }
    data   = { kind = "isolated", slot = 3 }
  }

  # The zones of a tier lie side by side in its eighth of the VPC, so one block stands for the tier.
  tier_blocks = { for tier, of in local.tiers : tier => cidrsubnet(var.vpc_cidr_block, 3, of.slot) }

  # Every hop inside carries TLS. The balancers listen on 443; what serves behind them needs no privileged port.
  ports = {
    app      = 8443
    cache    = 6379
    database = 5432
    files    = 2049
    listener = local.has_domain ? 443 : 80 # without a name there is no certificate
    proxy    = 5432
    web      = 8443
  }

  has_bastion = var.bastion != null
  has_vpn     = var.client_vpn != null
}

module "network" {
  source = "../../modules/network"

  account_id               = local.account_id
  availability_zones       = var.availability_zones
  cidr_block               = var.vpc_cidr_block
  kms_key_arn              = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = local.name
  nat                      = var.nat
  network_acl_rules        = local.network_acl_rules
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  tiers                    = local.tiers
}

locals {
  # What passes between neighbouring tiers at all; which group may talk to which is decided by the groups. ACLs know no connections,
  # so answers are admitted by the ports that clients take: balancers, NAT gateways and functions any from 1024. The web tier also
  # reaches its shared files, which lie beside the database: that is the one rule that is not about a neighbour. The interface endpoints
  # lie in the app tier, so the web tier comes there by 443, whatever port the internal balancer listens on.
  # https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
  network_acl_rules = {
    for key, rule in merge(
      {
        public-in-http     = { tier = "public", direction = "ingress", rule_number = 100, from_port = 80, to_port = 80 }
        public-in-https    = { tier = "public", direction = "ingress", rule_number = 110, from_port = 443, to_port = 443 }
        public-in-answers  = { tier = "public", direction = "ingress", rule_number = 120, from_port = 1024, to_port = 65535 }
        public-out-web     = { tier = "public", direction = "egress", rule_number = 100, peer = "web", from_port = local.ports.web, to_port = local.ports.web }
        public-out-https   = { tier = "public", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
        public-out-answers = { tier = "public", direction = "egress", rule_number = 120, from_port = 1024, to_port = 65535 }

        web-in-public   = { tier = "web", direction = "ingress", rule_number = 100, peer = "public", from_port = local.ports.web, to_port = local.ports.web }
        web-in-answers  = { tier = "web", direction = "ingress", rule_number = 110, from_port = 32768, to_port = 65535 }
        web-out-answers = { tier = "web", direction = "egress", rule_number = 100, peer = "public", from_port = 1024, to_port = 65535 }
        web-out-https   = { tier = "web", direction = "egress", rule_number = 110, from_port = 443, to_port = 443 }
        web-out-files   = { tier = "web", direction = "egress", rule_number = 120, peer = "data", from_port = local.ports.files, to_port = local.ports.files }

        app-in-web     = { tier = "app", direction = "ingress", rule_number = 100, peer = "web", from_port = 443, to_port = 443 }
        app-in-app     = { tier = "app", direction = "ingress", rule_number = 110, peer = "app", protocol = "-1" }
        app-in-answers = { tier = "app", direction = "ingress", rule_number = 120, from_port = 1024, to_port = 65535 }
        app-out-app    = { tier = "app", direction = "egress", rule_number = 100, peer = "app", protocol = "-1" }
        app-out-web    = { tier = "app", direction = "egress", rule_number = 110, peer = "web", from_port = 1024, to_port = 65535 }
        app-out-https  = { tier = "app", direction = "egress", rule_number = 120, from_port = 443, to_port = 443 }

        data-in-data  = { tier = "data", direction = "ingress", rule_number = 100, peer = "data", protocol = "-1" }
        data-in-files = { tier = "data", direction = "ingress", rule_number = 110, peer = "web", from_port = local.ports.files, to_port = local.ports.files }
        data-out-data = { tier = "data", direction = "egress", rule_number = 100, peer = "data", protocol = "-1" }
        data-out-app  = { tier = "data", direction = "egress", rule_number = 110, peer = "app", from_port = 1024, to_port = 65535 }
        data-out-web  = { tier = "data", direction = "egress", rule_number = 120, peer = "web", from_port = 1024, to_port = 65535 }
      },
      local.has_domain ? {} : {
        app-in-web-plain = { tier = "app", direction = "ingress", rule_number = 130, peer = "web", from_port = local.ports.listener, to_port = local.ports.listener }
        web-out-app      = { tier = "web", direction = "egress", rule_number = 130, peer = "app", from_port = local.ports.listener, to_port = local.ports.listener }
      },
      {
        for place, store in ["cache", "database", "files"] : "data-in-${store}-app" => {
          tier = "data", direction = "ingress", rule_number = 120 + 10 * place, peer = "app", from_port = local.ports[store], to_port = local.ports[store]
        }
      },
      {
        for place, store in ["cache", "database", "files"] : "app-out-${store}" => {
          tier = "app", direction = "egress", rule_number = 140 + 10 * place, peer = "data", from_port = local.ports[store], to_port = local.ports[store]
        }
      },
      # People on the bastion come from named blocks and lead on to hosts and database.
      local.has_bastion ? {
        public-out-ssh      = { tier = "public", direction = "egress", rule_number = 200, cidr_block = var.vpc_cidr_block, from_port = 22, to_port = 22 }
        public-out-database = { tier = "public", direction = "egress", rule_number = 210, peer = "data", from_port = local.ports.database, to_port = local.ports.database }
        web-in-ssh          = { tier = "web", direction = "ingress", rule_number = 200, peer = "public", from_port = 22, to_port = 22 }
        app-in-ssh          = { tier = "app", direction = "ingress", rule_number = 200, peer = "public", from_port = 22, to_port = 22 }
        app-out-bastion     = { tier = "app", direction = "egress", rule_number = 200, peer = "public", from_port = 1024, to_port = 65535 }
        app-in-bastion      = { tier = "app", direction = "ingress", rule_number = 210, peer = "public", from_port = 443, to_port = 443 }
        data-in-bastion     = { tier = "data", direction = "ingress", rule_number = 200, peer = "public", from_port = local.ports.database, to_port = local.ports.database }
        data-out-bastion    = { tier = "data", direction = "egress", rule_number = 200, peer = "public", from_port = 1024, to_port = 65535 }
      } : {},
      local.has_bastion ? {
        for place, name in sort(keys(var.bastion.ssh_cidr_blocks)) : "public-in-ssh-${name}" => {
          tier = "public", direction = "ingress", rule_number = 300 + place, cidr_block = var.bastion.ssh_cidr_blocks[name], from_port = 22, to_port = 22
        }
      } : {},
      ) : key => merge(
      { cidr_block = try(local.tier_blocks[rule.peer], "0.0.0.0/0") },
      { for name, value in rule : name => value if name != "peer" },
    )
  }
}

# What reaches the load balancer: the addresses from which CloudFront asks origins, and those from which Route 53 asks whether it lives.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

data "aws_ec2_managed_prefix_list" "health_checks" {
  count = local.has_failover ? 1 : 0

  name = "com.amazonaws.${var.region}.route53-healthchecks"
}

locals {
  # Which groups reach which stores, and how they are called in the descriptions of the rules. Functions write what they find out about
  # files into the database; they are the one exception to the rule that only the application does.
  stores = merge({
    cache    = { name = "Redis", clients = { app = "the application" } }
    database = { name = "PostgreSQL", clients = merge(local.database_clients, var.database_proxy_enabled ? { proxy = "the proxy" } : {}) }
    files    = { name = "Shared files", clients = { app = "the application", web = "the web servers" } }
  }, var.database_proxy_enabled ? { proxy = { name = "PostgreSQL through the proxy", clients = local.database_clients } } : {})

  database_clients = { app = "the application", functions = "the functions" }

  pairs = merge([
    for store, at in local.stores : {
      for client, called in at.clients : "${store}-from-${client}" => { client = client, called = called, name = at.name, port = local.ports[store], store = store }
    }
  ]...)

  # With a proxy in between the functions reach the database through it, and it sends on.
  proxy_clients = var.database_proxy_enabled ? { app = "the application", functions = "the functions" } : {}

  # Where people on the bastion lead to.
  bastion_destinations = {
    app      = { port = 22, called = "SSH" }
    database = { port = local.ports.database, called = "PostgreSQL" }
    web      = { port = 22, called = "SSH" }
  }

  # Where people on the client VPN lead to.
  vpn_destinations = {
    app-alb  = { port = local.ports.listener, called = "HTTPS" }
    database = { port = local.ports.database, called = "PostgreSQL" }
  }

  # Between the layers a connection is begun in one direction only.
  hops = {
    app-alb-to-app      = { from = "app-alb", to = "app", port = local.ports.app, called = "Requests from the internal balancer to the application" }
    alb-to-web          = { from = "alb", to = "web", port = local.ports.web, called = "Requests from the load balancer to the web servers" }
    vpc-link-to-app-alb = { from = "vpc-link", to = "app-alb", port = local.ports.listener, called = "Requests of the API to the internal balancer" }
    web-to-app-alb      = { from = "web", to = "app-alb", port = local.ports.listener, called = "Requests from the web servers to the internal balancer" }
  }

  # The port that CloudFront asks: without a name there is no certificate, and so no TLS on this way.
  origin_port = local.has_domain ? 443 : 80
}

module "security_groups" {
  source = "../../modules/security-groups"

  name   = local.name
  vpc_id = module.network.vpc_id

  groups = merge(
    {
      alb       = { description = "Load balancer" }
      app       = { description = "Application servers and tasks" }
      app-alb   = { description = "Internal balancer of the application" }
      cache     = { description = "Redis" }
      database  = { description = "PostgreSQL" }
      files     = { description = "Shared files" }
      functions = { description = "Functions" }
      vpc-link  = { description = "Way of the API to the internal balancer" }
      web       = { description = "Web servers" }
    },
    local.has_failover ? { alb-checks = { description = "Checks of Route 53 at the load balancer" } } : {},
    var.database_proxy_enabled ? { proxy = { description = "Proxy of the database" } } : {},
  )

  # CloudFront's list counts as 55 of the 60 rules that a group may have, so it is named once, for the port that serves; Route 53's has
  # a group of its own. https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
  ingress_rules = merge(
    var.alb_open ? {
      for name, port in { http = 80, https = 443 } : "alb-${name}" => {
        group                  = "alb"
        description            = "${upper(name)} from the internet"
        from_port              = port
        cidr_ipv4              = "0.0.0.0/0"
      }
    } : {},
    var.alb_open ? {} : {
      alb-from-cloudfront = {
        group          = "alb"
        description    = "Requests from CloudFront"
        from_port      = local.origin_port
        prefix_list_id = data.aws_ec2_managed_prefix_list.cloudfront.id
      }
    },
    local.has_failover ? {
      alb-from-health-checks = {
        group          = "alb-checks"
        description    = "Checks from Route 53"
        from_port      = 443
        prefix_list_id = one(data.aws_ec2_managed_prefix_list.health_checks[*].id)
      }
    } : {},
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
    {
      for client, called in local.proxy_clients : "proxy-from-${client}" => {
        group            = "proxy"
        description      = "PostgreSQL from ${called}"
        from_port        = local.ports.database
        referenced_group = client
      }
    },
    {
      for group, destination in local.has_bastion ? local.bastion_destinations : {} : "${group}-from-bastion" => {
        group                        = group
        description                  = "${destination.called} from the bastion"
        from_port                    = destination.port
        referenced_security_group_id = module.bastion[0].security_group_id
      }
    },
    {
      for group, destination in local.has_vpn ? local.vpn_destinations : {} : "${group}-from-vpn" => {
        group                        = group
        description                  = "${destination.called} from the client VPN"
        from_port                    = destination.port
        referenced_security_group_id = module.client_vpn[0].security_group_id
      }
    },
  )

  # Hosts, tasks and functions begin connections to the next layer, to their data, and over HTTPS to AWS and to others; the data begins none.
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
      for client, called in { app = "The application", functions = "The functions", web = "The web servers" } : "${client}-to-https" => {
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
    {
      for client, called in local.proxy_clients : "${client}-to-proxy" => {
        group            = client
        description      = "PostgreSQL through the proxy"
        from_port        = local.ports.database
        referenced_group = "proxy"
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
  subnet_ids = [for zone in coalesce(var.endpoint_zones, var.availability_zones) : module.network.subnet_ids["app"][zone]]
  vpc_id     = module.network.vpc_id
}

# People come by Session Manager, which needs no host of its own and no open port. This host is for what needs one.
module "bastion" {
  source = "../../modules/bastion"
  count  = local.has_bastion ? 1 : 0

  inline_policies          = { record-sessions = module.patching.instance_policy_json }
  kms_key_arn              = module.kms_data.arn
  name                     = "${local.name}-bastion"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  ssh_cidr_blocks          = var.bastion.ssh_cidr_blocks
  subnet_ids               = values(module.network.subnet_ids["public"])
  vpc_id                   = module.network.vpc_id

  destinations = {
    for group, destination in local.bastion_destinations : group => { port = destination.port, security_group_id = module.security_groups.ids[group] }
  }
}

module "client_vpn" {
  source = "../../modules/client-vpn"
  count  = local.has_vpn ? 1 : 0

  client_certificate     = var.client_vpn.client_certificate
  client_cidr_block      = var.client_vpn.client_cidr_block
  log_kms_key_arn        = module.kms_logs.arn
  name                   = "${local.name}-vpn"
  saml                   = var.client_vpn.saml
  server_certificate_arn = var.client_vpn.server_certificate_arn
  vpc_id                 = module.network.vpc_id
  zone_subnet_ids        = module.network.subnet_ids["app"]

  authorizations = {
    app  = { cidr_block = local.tier_blocks.app }
    data = { cidr_block = local.tier_blocks.data }
  }

  destinations = {
    for group, destination in local.vpn_destinations : group => { port = destination.port, security_group_id = module.security_groups.ids[group] }
  }
}
