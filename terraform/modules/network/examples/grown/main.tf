module "network" {
  source = "../.."

  account_id         = "123456789012"
  availability_zones = ["us-east-1d", "us-east-1c", "us-east-1a", "us-east-1b"]
  cidr_block         = "10.2.0.0/16"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11"
  log_retention_days = 90
  name               = "shop-production"
  nat                = "per_az"

  ipv6_enabled          = true
  organization_id       = "o-a1b2c3d4e5"
  readable_bucket_arns  = ["arn:aws:s3:::noaa-ghcn-pds"]
  secondary_cidr_blocks = ["100.64.0.0/16"]
  trusted_account_ids   = ["210987654321"]

  tiers = {
    batch  = { kind = "private", slot = 3 }
    data   = { kind = "isolated", slot = 2 }
    public = { kind = "public", slot = 0, tags = { "kubernetes.io/role/elb" = "1" } }
    app    = { kind = "private", slot = 1 }
    pods = {
      kind      = "private"
      ipv6_slot = 4
      cidr_blocks = {
        us-east-1a = "100.64.0.0/18"
        us-east-1b = "100.64.64.0/18"
        us-east-1c = "100.64.128.0/18"
        us-east-1d = "100.64.192.0/18"
      }
    }
  }

  network_acl_rules = {
    batch-from-app = {
      tier        = "batch"
      direction   = "ingress"
      rule_number = 100
      cidr_block  = "10.2.32.0/19"
      from_port   = 8080
      to_port     = 8080
    }
    batch-from-app-ipv6 = {
      tier            = "batch"
      direction       = "ingress"
      rule_number     = 110
      ipv6_cidr_block = "2001:db8:1234:1a00::/56"
      from_port       = 8080
      to_port         = 8080
    }
    data-answers = {
      tier        = "data"
      direction   = "egress"
      rule_number = 100
      cidr_block  = "10.2.0.0/16"
      from_port   = 1024
      to_port     = 65535
    }
    data-from-vpc = {
      tier        = "data"
      direction   = "ingress"
      rule_number = 100
      cidr_block  = "10.2.0.0/16"
      from_port   = 5432
      to_port     = 5432
    }
  }

  tags = {
    Component = "network"
  }
}
