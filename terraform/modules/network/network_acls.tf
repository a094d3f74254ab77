resource "aws_network_acl" "this" {
  for_each = toset([for rule in values(var.network_acl_rules) : rule.tier])

  vpc_id     = aws_vpc.this.id
  subnet_ids = [for key, subnet in local.subnets : aws_subnet.this[key].id if subnet.tier == each.key]
  tags       = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_network_acl_rule" "this" {
  for_each = var.network_acl_rules

  network_acl_id  = aws_network_acl.this[each.value.tier].id
  egress          = each.value.direction == "egress"
  rule_number     = each.value.rule_number
  rule_action     = each.value.action
  protocol        = each.value.protocol
  cidr_block      = each.value.cidr_block
  ipv6_cidr_block = each.value.ipv6_cidr_block
  from_port       = each.value.from_port
  to_port         = each.value.to_port
}
