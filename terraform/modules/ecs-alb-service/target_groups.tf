# What is in the name cannot be changed, and a target group that a rule uses cannot be deleted. So the name says which they are:
# the changed group is made beside the old one, the rule moves, and then the old one goes. HTTP/1.1 is not said.
locals {
  target_group_shape = join("/", concat(
    [var.name, tostring(var.containers[var.container_name].port), var.target_group.protocol],
    var.target_group.protocol_version == "HTTP1" ? [] : [var.target_group.protocol_version],
  ))
  # ELB takes 32 characters: the digest tells services apart whose names begin alike.
  target_group_names = {
    for key in var.deployment_controller == "CODE_DEPLOY" ? ["blue", "green"] : ["blue"] :
    key => join("-", [trimsuffix(substr(var.name, 0, 21), "-"), key, substr(sha256(local.target_group_shape), 0, 4)])
  }
}

resource "aws_lb_target_group" "this" {
  for_each = local.target_group_names

  name                 = each.value
  vpc_id               = var.vpc_id
  port                 = var.containers[var.container_name].port
  protocol             = var.target_group.protocol
  protocol_version     = var.target_group.protocol_version
  target_type          = "ip"
  deregistration_delay = var.target_group.deregistration_delay_seconds
  tags                 = merge(var.tags, { Name = each.value })

  health_check {
    protocol            = var.target_group.protocol
    path                = var.target_group.health_check.path
    interval            = var.target_group.health_check.interval_seconds
    timeout             = var.target_group.health_check.timeout_seconds
    healthy_threshold   = var.target_group.health_check.healthy_threshold
    unhealthy_threshold = var.target_group.health_check.unhealthy_threshold
    matcher             = coalesce(var.target_group.health_check.matcher, var.target_group.protocol_version == "GRPC" ? "0" : "200")
  }

  stickiness {
    type            = "lb_cookie"
    enabled         = var.target_group.stickiness.enabled
    cookie_duration = var.target_group.stickiness.duration_seconds
  }

  lifecycle {
    create_before_destroy = true
  }
}
