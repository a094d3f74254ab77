# Addresses of IPv6 have no NAT: a gateway that lets connections out, and none in, takes its place. Subnets of the public tier give
# no address by themselves, as in IPv4; load balancers ask for theirs.
resource "aws_egress_only_internet_gateway" "this" {
  count = var.ipv6_enabled && anytrue([for tier in values(var.tiers) : tier.kind == "private"]) ? 1 : 0

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })
}

resource "aws_route" "internet_ipv6" {
  for_each = { for key, table in local.route_tables : key => table if var.ipv6_enabled && table.kind == "public" }

  route_table_id              = aws_route_table.this[each.key].id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this[0].id
}

resource "aws_route" "egress_ipv6" {
  for_each = { for key, table in local.route_tables : key => table if var.ipv6_enabled && table.kind == "private" }

  route_table_id              = aws_route_table.this[each.key].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}
