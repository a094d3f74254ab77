data "aws_region" "current" {}

# Endpoints answer and never ask, so the group has no rule for what goes out. A group that something uses cannot be deleted, so
# another name makes the new group first; AWS cannot change a description.
resource "aws_security_group" "this" {
  name        = "${var.name}-endpoints"
  description = "Interface endpoints of AWS services"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-endpoints" })

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.clients

  security_group_id            = aws_security_group.this.id
  cidr_ipv4                    = each.value.cidr_ipv4
  cidr_ipv6                    = each.value.cidr_ipv6
  description                  = "Calls from ${each.key}"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  to_port                      = 443
  tags                         = merge(var.tags, { Name = each.key })
}

resource "aws_vpc_endpoint" "this" {
  for_each = var.endpoints

  vpc_id              = var.vpc_id
  ip_address_type     = var.ipv6_enabled ? "dualstack" : "ipv4"
  policy              = each.value.restricted ? data.aws_iam_policy_document.endpoint[each.key].json : null
  private_dns_enabled = each.value.private_dns_enabled
  security_group_ids  = [aws_security_group.this.id]
  service_name        = "com.amazonaws.${data.aws_region.current.id}.${each.key}"
  subnet_ids          = var.subnet_ids
  vpc_endpoint_type   = "Interface"
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dynamic "dns_options" {
    for_each = var.ipv6_enabled ? ["dualstack"] : []

    content {
      dns_record_ip_type = dns_options.value
    }
  }
}
