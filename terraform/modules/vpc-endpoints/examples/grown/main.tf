module "vpc_endpoints" {
  source = "../.."

  account_id          = "123456789012"
  ipv6_enabled        = true
  name                = "shop-production"
  organization_id     = "o-a1b2c3d4e5"
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  trusted_account_ids = ["210987654321"]
  vpc_id              = "vpc-0a1b2c3d4e5f60718"

  clients = {
    vpc-ipv6 = { cidr_ipv6 = "2001:db8:1234:1a00::/56" }
    app      = { security_group_id = "sg-0a1b2c3d4e5f60718" }
    office   = { cidr_ipv4 = "10.9.0.0/16" }
  }

  endpoints = {
    ssmmessages    = {}
    "ecr.api"      = {}
    "ecr.dkr"      = {}
    execute-api    = { private_dns_enabled = false, restricted = false }
    logs           = {}
    monitoring     = {}
    secretsmanager = {}
    ssm            = {}
    sts            = {}
  }

  tags = {
    Component = "network"
  }
}
