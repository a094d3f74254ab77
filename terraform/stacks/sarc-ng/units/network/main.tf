module "network" {
  source = "../../../../modules/network"

  account_id               = var.account_id
  availability_zones       = var.availability_zones
  cidr_block               = var.vpc_cidr_block
  flow_logs_enabled        = var.flow_logs_enabled
  gateway_endpoints        = ["s3"]
  kms_key_arn              = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = var.name
  nat                      = var.nat
  network_acl_rules        = local.network_acl_rules
  permissions_boundary_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/PowerUserAccess"
  tags                     = var.tags

  tiers = {
    public   = { kind = "public", cidr_blocks = zipmap(var.availability_zones, var.public_subnet_cidr_blocks) }
    private  = { kind = "private", cidr_blocks = zipmap(var.availability_zones, var.private_subnet_cidr_blocks) }
    database = { kind = "isolated", cidr_blocks = zipmap(var.availability_zones, var.database_subnet_cidr_blocks) }
  }
}

locals {
  # What passes between the tiers and the internet at all; which group may talk to which is decided by the groups. ACLs know no
  # connections, so answers are admitted by the ports that clients take: functions and NAT gateways take any from 1024.
  # https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
  network_acl_rules = merge(
    {
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
    },
    # The database answers the private subnets, and nobody else.
    {
      for position, zone in var.availability_zones : "database-in-${zone}" => {
        tier        = "database"
        direction   = "ingress"
        rule_number = 100 + position
        cidr_block  = var.private_subnet_cidr_blocks[position]
        from_port   = 3306
        to_port     = 3306
      }
    },
    {
      for position, zone in var.availability_zones : "database-out-${zone}" => {
        tier        = "database"
        direction   = "egress"
        rule_number = 100 + position
        cidr_block  = var.private_subnet_cidr_blocks[position]
        from_port   = 1024
        to_port     = 65535
      }
    },
  )
}
