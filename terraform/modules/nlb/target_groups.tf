# What is in the name cannot be changed, and a target group that a listener uses cannot be deleted. So the name says which
# they are: the changed group is made beside the old one, the listener moves, and then the old one goes.
locals {
  target_group_names = {
    for key, group in var.target_groups : key => join("-", [
      var.name, key, substr(sha256(join("/", [tostring(group.port), group.protocol, group.target_type])), 0, 4)
    ])
  }
}

resource "aws_lb_target_group" "this" {
  for_each = var.target_groups

  name                 = local.target_group_names[each.key]
  vpc_id               = var.vpc_id
  port                 = each.value.port
  protocol             = each.value.protocol
  target_type          = each.value.target_type
  deregistration_delay = each.value.deregistration_delay_seconds
  preserve_client_ip   = each.value.client_ip_preserved
  tags                 = merge(var.tags, { Name = local.target_group_names[each.key] })

  load_balancing_cross_zone_enabled = (
    each.value.cross_zone_enabled == null ? "use_load_balancer_configuration" : tostring(each.value.cross_zone_enabled)
  )

  health_check {
    protocol            = each.value.health_check.protocol
    path                = each.value.health_check.protocol == "TCP" ? null : each.value.health_check.path
    interval            = each.value.health_check.interval_seconds
    timeout             = each.value.health_check.timeout_seconds
    healthy_threshold   = each.value.health_check.healthy_threshold
    unhealthy_threshold = each.value.health_check.unhealthy_threshold
    matcher             = each.value.health_check.protocol == "TCP" ? null : each.value.health_check.matcher
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = { for key, group in var.target_groups : key => group if group.target_type == "alb" }

  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = each.value.load_balancer_arn
  port             = each.value.port
}
