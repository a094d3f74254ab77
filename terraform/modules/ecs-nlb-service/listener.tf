locals {
  listener = {
    certificate_arn = var.listener.certificate_arn
    # AWS ends idle connections of TLS after 350 seconds, whatever one asks.
    idle_timeout_seconds = var.listener.protocol == "TCP" ? var.listener.idle_timeout_seconds : null
    ssl_policy           = var.listener.protocol == "TLS" ? var.ssl_policy : null
  }
  serving_listener = one(concat(aws_lb_listener.codedeploy, aws_lb_listener.this))
}

resource "aws_lb_listener" "this" {
  count = var.deployment_controller == "ECS" ? 1 : 0

  load_balancer_arn        = var.load_balancer_arn
  port                     = var.listener.port
  protocol                 = var.listener.protocol
  ssl_policy               = local.listener.ssl_policy
  certificate_arn          = local.listener.certificate_arn
  tcp_idle_timeout_seconds = local.listener.idle_timeout_seconds
  tags                     = merge(var.tags, { Name = var.name })

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }
}

# The same listener in CodeDeploy's hands. ignore_changes cannot depend on a variable, hence a resource of its own.
resource "aws_lb_listener" "codedeploy" {
  count = var.deployment_controller == "ECS" ? 0 : 1

  load_balancer_arn        = var.load_balancer_arn
  port                     = var.listener.port
  protocol                 = var.listener.protocol
  ssl_policy               = local.listener.ssl_policy
  certificate_arn          = local.listener.certificate_arn
  tcp_idle_timeout_seconds = local.listener.idle_timeout_seconds
  tags                     = merge(var.tags, { Name = var.name })

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }

  lifecycle {
    ignore_changes = [default_action]
  }
}

resource "aws_lb_listener_certificate" "this" {
  for_each = var.listener.additional_certificate_arns

  listener_arn    = local.serving_listener.arn
  certificate_arn = each.value
}
