resource "aws_lb" "this" {
  name               = var.name
  load_balancer_type = "application"
  internal           = var.internal
  subnets            = var.subnet_ids
  security_groups    = var.security_group_ids

  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection_enabled
  idle_timeout               = var.idle_timeout_seconds
  tags                       = merge(var.tags, { Name = var.name })

  dynamic "access_logs" {
    for_each = var.access_logs == null ? [] : [var.access_logs]

    content {
      enabled = true
      bucket  = access_logs.value.bucket
      prefix  = access_logs.value.prefix
    }
  }
}

# Port, protocol and target type of a target group cannot be changed, and one that a listener uses cannot be deleted. So the
# name says which they are: the changed group is made beside the old one, the listener moves, and then the old one goes.
locals {
  target_group_names = {
    for key, group in var.target_groups :
    key => join("-", [var.name, key, substr(sha256("${group.port}/${group.protocol}/${group.target_type}"), 0, 4)])
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
  tags                 = merge(var.tags, { Name = local.target_group_names[each.key] })

  health_check {
    enabled             = true
    protocol            = each.value.protocol
    path                = each.value.health_check.path
    interval            = each.value.health_check.interval_seconds
    timeout             = each.value.health_check.timeout_seconds
    healthy_threshold   = each.value.health_check.healthy_threshold
    unhealthy_threshold = each.value.health_check.unhealthy_threshold
    matcher             = each.value.health_check.matcher
  }

  stickiness {
    type            = "lb_cookie"
    enabled         = each.value.stickiness.enabled
    cookie_duration = each.value.stickiness.duration_seconds
  }

  lifecycle {
    create_before_destroy = true
  }
}
