# A group that something uses cannot be deleted, so another name makes the new group first. AWS cannot change a description,
# and a second group of the same name is refused: a later description is only in the tag.
resource "aws_security_group" "this" {
  for_each = var.groups

  name        = "${var.name}-${each.key}"
  description = each.value.description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Description = each.value.description, Name = "${var.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.ingress_rules

  security_group_id = aws_security_group.this[each.value.group].id
  description       = each.value.description
  ip_protocol       = each.value.ip_protocol
  from_port         = each.value.from_port
  to_port           = each.value.to_port == null ? each.value.from_port : each.value.to_port
  cidr_ipv4         = each.value.cidr_ipv4
  cidr_ipv6         = each.value.cidr_ipv6
  prefix_list_id    = each.value.prefix_list_id
  tags              = merge(var.tags, { Name = each.key })

  referenced_security_group_id = (
    each.value.referenced_group == null
    ? each.value.referenced_security_group_id
    : aws_security_group.this[each.value.referenced_group].id
  )
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = var.egress_rules

  security_group_id = aws_security_group.this[each.value.group].id
  description       = each.value.description
  ip_protocol       = each.value.ip_protocol
  from_port         = each.value.from_port
  to_port           = each.value.to_port == null ? each.value.from_port : each.value.to_port
  cidr_ipv4         = each.value.cidr_ipv4
  cidr_ipv6         = each.value.cidr_ipv6
  prefix_list_id    = each.value.prefix_list_id
  tags              = merge(var.tags, { Name = each.key })

  referenced_security_group_id = (
    each.value.referenced_group == null
    ? each.value.referenced_security_group_id
    : aws_security_group.this[each.value.referenced_group].id
  )
}
