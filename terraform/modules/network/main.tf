locals {
  public_tier = one([for name, tier in var.tiers : name if tier.kind == "public"])

  nat_zones = {
    none   = []
    single = [sort(var.availability_zones)[0]]
    per_az = var.availability_zones
  }
}

resource "aws_vpc" "this" {
  assign_generated_ipv6_cidr_block = var.ipv6_enabled
  cidr_block                       = var.cidr_block
  enable_dns_hostnames             = true
  enable_dns_support               = true
  tags                             = merge(var.tags, { Name = var.name })

  lifecycle {
    precondition {
      condition     = length(local.subnets_outside_vpc) == 0
      error_message = "Subnets outside of the VPC's blocks ${join(", ", local.vpc_blocks)}: ${join(", ", local.subnets_outside_vpc)}."
    }

    precondition {
      condition     = length(local.overlapping_subnets) == 0
      error_message = "Overlapping subnets: ${join(", ", local.overlapping_subnets)}."
    }

    precondition {
      condition     = length(local.overlapping_vpc_blocks) == 0
      error_message = "Overlapping blocks of the VPC: ${join(", ", local.overlapping_vpc_blocks)}."
    }
  }
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  for_each = var.secondary_cidr_blocks

  vpc_id     = aws_vpc.this.id
  cidr_block = each.key
}

# Without rules the default group lets nothing in or out, so nothing works by accident in a group that nobody chose.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-default-closed" })
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                          = aws_vpc.this.id
  assign_ipv6_address_on_creation = var.ipv6_enabled && each.value.kind != "public"
  availability_zone               = each.value.zone
  cidr_block                      = each.value.cidr_block
  ipv6_cidr_block                 = var.ipv6_enabled ? cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, each.value.ipv6_network) : null
  map_public_ip_on_launch         = false

  tags = merge(var.tags, var.tiers[each.value.tier].tags, {
    Name = "${var.name}-${each.value.tier}-${each.value.zone}"
    Tier = each.value.tier
  })

  # A subnet in a secondary block is made after the block and goes before it.
  depends_on = [aws_vpc_ipv4_cidr_block_association.this]
}

resource "aws_internet_gateway" "this" {
  count = local.public_tier == null ? 0 : 1

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })

  # AWS deletes no VPC that a gateway is attached to, and moving the gateway comes too late:
  # https://github.com/hashicorp/terraform-provider-aws/issues/16151
  lifecycle {
    replace_triggered_by = [aws_vpc.this.id]
  }
}

resource "aws_eip" "this" {
  for_each = toset(local.nat_zones[var.nat])

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-nat-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones[var.nat])

  allocation_id = aws_eip.this[each.key].id
  subnet_id     = aws_subnet.this["${local.public_tier}/${each.key}"].id
  tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}
