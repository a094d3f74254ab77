locals {
  additional_certificates = merge([
    for key, listener in var.listeners : {
      for name, arn in listener.additional_certificate_arns : "${key}/${name}" => { arn = arn, listener = key }
    }
  ]...)
}

resource "aws_lb_listener" "this" {
  for_each = var.listeners

  load_balancer_arn = aws_lb.this.arn
  port              = each.value.port
  protocol          = each.value.protocol
  ssl_policy        = each.value.protocol == "TLS" ? var.ssl_policy : null
  certificate_arn   = each.value.certificate_arn
  tags              = var.tags

  # AWS ends idle connections of TLS after 350 seconds, whatever one asks.
  tcp_idle_timeout_seconds = each.value.protocol == "TCP" ? each.value.idle_timeout_seconds : null

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.value.target_group].arn
  }
}

resource "aws_lb_listener_certificate" "this" {
  for_each = local.additional_certificates

  listener_arn    = aws_lb_listener.this[each.value.listener].arn
  certificate_arn = each.value.arn
}
