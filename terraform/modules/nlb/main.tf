# A network load balancer that is made without security groups can never have any, and passes what everybody sends:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
resource "aws_lb" "this" {
  name               = var.name
  load_balancer_type = "network"
  internal           = var.internal
  subnets            = var.subnet_ids
  security_groups    = var.security_group_ids

  enable_cross_zone_load_balancing                             = var.cross_zone_enabled
  enable_deletion_protection                                   = var.deletion_protection_enabled
  enforce_security_group_inbound_rules_on_private_link_traffic = var.private_link_rules_enforced ? "on" : "off"
  tags                                                         = merge(var.tags, { Name = var.name })

  dynamic "access_logs" {
    for_each = var.access_logs == null ? [] : [var.access_logs]

    content {
      enabled = true
      bucket  = access_logs.value.bucket
      prefix  = access_logs.value.prefix
    }
  }
}
