# What is in the name cannot be changed, and a target group that a listener uses cannot be deleted. So the name says which they
# are: the changed group is made beside the old one, the listener moves, and then the old one goes.
locals {
  target_group_shape = join("/", [var.name, tostring(var.containers[var.container_name].port), var.target_group.protocol])

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
  target_type          = "ip"
  deregistration_delay = var.target_group.deregistration_delay_seconds
  preserve_client_ip   = var.target_group.client_ip_preserved
  tags                 = merge(var.tags, { Name = each.value })

  health_check {
    protocol            = var.target_group.health_check.protocol
    path                = var.target_group.health_check.protocol == "TCP" ? null : var.target_group.health_check.path
    interval            = var.target_group.health_check.interval_seconds
    timeout             = var.target_group.health_check.timeout_seconds
    healthy_threshold   = var.target_group.health_check.healthy_threshold
    unhealthy_threshold = var.target_group.health_check.unhealthy_threshold
    matcher             = var.target_group.health_check.protocol == "TCP" ? null : var.target_group.health_check.matcher
  }

  lifecycle {
    create_before_destroy = true
  }
}
