# What is in the name cannot be changed, and a target group that a listener uses cannot be deleted. So the name says which
# they are: the changed group is made beside the old one, the listener moves, and then the old one goes. HTTP/1.1 is not said.
locals {
  target_group_shapes = {
    for key, group in var.target_groups : key => join("/", concat(
      group.target_type == "lambda" ? ["lambda"] : [tostring(group.port), group.protocol, group.target_type],
      group.protocol_version == "HTTP1" ? [] : [group.protocol_version],
    ))
  }
  target_group_names = {
    for key, shape in local.target_group_shapes : key => join("-", [var.name, key, substr(sha256(shape), 0, 4)])
  }
  function_target_groups = { for key, group in var.target_groups : key => group if group.target_type == "lambda" }
}

resource "aws_lb_target_group" "this" {
  for_each = var.target_groups

  name                 = local.target_group_names[each.key]
  vpc_id               = each.value.target_type == "lambda" ? null : var.vpc_id
  port                 = each.value.target_type == "lambda" ? null : each.value.port
  protocol             = each.value.target_type == "lambda" ? null : each.value.protocol
  protocol_version     = each.value.target_type == "lambda" ? null : each.value.protocol_version
  target_type          = each.value.target_type
  deregistration_delay = each.value.target_type == "lambda" ? null : each.value.deregistration_delay_seconds
  tags                 = merge(var.tags, { Name = local.target_group_names[each.key] })

  # Only where it differs from what the load balancer does anyway.
  load_balancing_cross_zone_enabled  = each.value.cross_zone_enabled ? null : "false"
  lambda_multi_value_headers_enabled = each.value.target_type == "lambda" ? each.value.multi_value_headers_enabled : null

  # A function is called, and paid for, at each check of its health.
  health_check {
    enabled             = coalesce(each.value.health_check.enabled, each.value.target_type != "lambda")
    protocol            = each.value.target_type == "lambda" ? null : each.value.protocol
    path                = each.value.health_check.path
    interval            = each.value.health_check.interval_seconds
    timeout             = each.value.health_check.timeout_seconds
    healthy_threshold   = each.value.health_check.healthy_threshold
    unhealthy_threshold = each.value.health_check.unhealthy_threshold
    matcher             = coalesce(each.value.health_check.matcher, each.value.protocol_version == "GRPC" ? "0" : "200")
  }

  dynamic "stickiness" {
    for_each = each.value.target_type == "lambda" ? [] : [each.value.stickiness]

    content {
      type            = "lb_cookie"
      enabled         = stickiness.value.enabled
      cookie_duration = stickiness.value.duration_seconds
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "this" {
  for_each = local.function_target_groups

  action        = "lambda:InvokeFunction"
  function_name = each.value.function_arn
  principal     = "elasticloadbalancing.amazonaws.com"
  source_arn    = aws_lb_target_group.this[each.key].arn
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = local.function_target_groups

  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = each.value.function_arn

  # Registering a function asks whether the load balancer may call it.
  depends_on = [aws_lambda_permission.this]
}
