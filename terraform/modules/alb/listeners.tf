# With a certificate the HTTP listener, where there is one, only redirects and the HTTPS listener serves; without one the HTTP
# listener serves.

locals {
  serving_protocol = var.https_enabled ? "https" : "http"

  listeners = merge(
    var.http_enabled ? { http = { port = 80, protocol = "HTTP", ssl_policy = null, certificate_arn = null } } : {},
    var.https_enabled ? {
      https = { port = 443, protocol = "HTTPS", ssl_policy = var.ssl_policy, certificate_arn = var.certificate_arn }
    } : {},
  )
  listeners_of_codedeploy = var.traffic_switched_by_codedeploy ? toset([local.serving_protocol]) : toset([])

  actions = {
    for key in keys(local.listeners) :
    key => key != local.serving_protocol ? "redirect" : var.default_target_group == null ? "fixed-response" : "forward"
  }
  serving_listener = merge(aws_lb_listener.this, aws_lb_listener.codedeploy)[local.serving_protocol]
}

resource "aws_lb_listener" "this" {
  for_each = { for key, listener in local.listeners : key => listener if !contains(local.listeners_of_codedeploy, key) }

  load_balancer_arn = aws_lb.this.arn
  port              = each.value.port
  protocol          = each.value.protocol
  ssl_policy        = each.value.ssl_policy
  certificate_arn   = each.value.certificate_arn
  tags              = var.tags

  default_action {
    type             = local.actions[each.key]
    target_group_arn = local.actions[each.key] == "forward" ? aws_lb_target_group.this[var.default_target_group].arn : null

    dynamic "redirect" {
      for_each = local.actions[each.key] == "redirect" ? [true] : []

      content {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }

    dynamic "fixed_response" {
      for_each = local.actions[each.key] == "fixed-response" ? [true] : []

      content {
        content_type = "text/plain"
        message_body = "Forbidden"
        status_code  = "403"
      }
    }
  }
}

# The same listener in CodeDeploy's hands. ignore_changes cannot depend on a variable, hence a resource of its own.
resource "aws_lb_listener" "codedeploy" {
  for_each = local.listeners_of_codedeploy

  load_balancer_arn = aws_lb.this.arn
  port              = local.listeners[each.key].port
  protocol          = local.listeners[each.key].protocol
  ssl_policy        = local.listeners[each.key].ssl_policy
  certificate_arn   = local.listeners[each.key].certificate_arn
  tags              = var.tags

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[var.default_target_group].arn
  }

  lifecycle {
    ignore_changes = [default_action]
  }
}

resource "aws_lb_listener_certificate" "this" {
  for_each = var.https_enabled ? var.additional_certificate_arns : {}

  listener_arn    = local.serving_listener.arn
  certificate_arn = each.value
}
