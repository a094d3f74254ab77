# A private tier has a route table for each zone, whatever the NAT mode, so that changing the mode changes a route's
# target and nothing else. The other tiers need one table each.

locals {
  route_tables = merge(
    {
      for key, subnet in local.subnets : key => { tier = subnet.tier, kind = subnet.kind, zone = subnet.zone }
      if subnet.kind == "private"
    },
    {
      for name, tier in var.tiers : name => { tier = name, kind = tier.kind, zone = null }
      if tier.kind != "private"
    },
  )
}

resource "aws_route_table" "this" {
  for_each = local.route_tables

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, var.tiers[each.value.tier].tags, { Name = "${var.name}-${replace(each.key, "/", "-")}" })
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = aws_route_table.this[each.value.kind == "private" ? each.key : each.value.tier].id
}

resource "aws_route" "internet" {
  for_each = { for key, table in local.route_tables : key => table if table.kind == "public" }

  route_table_id         = aws_route_table.this[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "nat" {
  for_each = { for key, table in local.route_tables : key => table if table.kind == "private" && var.nat != "none" }

  route_table_id         = aws_route_table.this[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[var.nat == "single" ? local.nat_zones.single[0] : each.value.zone].id
}
