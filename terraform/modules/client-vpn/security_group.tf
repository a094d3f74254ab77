# A group that something uses cannot be deleted, so another name makes the new group first; AWS cannot change a description.
resource "aws_security_group" "this" {
  name        = "${var.name}-client-vpn"
  description = "Clients of the VPN"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-client-vpn" })

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = var.destinations

  security_group_id            = aws_security_group.this.id
  cidr_ipv4                    = each.value.cidr_block
  description                  = "To ${each.key}"
  from_port                    = each.value.port
  ip_protocol                  = each.value.protocol
  referenced_security_group_id = each.value.security_group_id
  to_port                      = each.value.port
  tags                         = merge(var.tags, { Name = each.key })
}
