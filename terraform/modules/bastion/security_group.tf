# A group that something uses cannot be deleted, so another name makes the new group first; AWS cannot change a description.
resource "aws_security_group" "this" {
  name        = var.name
  description = "Bastion"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = var.name })

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each = var.ssh_cidr_blocks

  security_group_id = aws_security_group.this.id
  cidr_ipv4         = each.value
  description       = "SSH from ${each.key}"
  from_port         = 22
  ip_protocol       = "tcp"
  to_port           = 22
  tags              = merge(var.tags, { Name = "ssh-${each.key}" })
}

# Session Manager is reached from inside: the agent calls it.
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = var.https_cidr_block
  description       = "Systems Manager and packages"
  from_port         = 443
  ip_protocol       = "tcp"
  to_port           = 443
  tags              = merge(var.tags, { Name = "https" })
}

resource "aws_vpc_security_group_egress_rule" "destination" {
  for_each = var.destinations

  security_group_id            = aws_security_group.this.id
  description                  = "To ${each.key}"
  from_port                    = each.value.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  to_port                      = each.value.port
  tags                         = merge(var.tags, { Name = each.key })
}
