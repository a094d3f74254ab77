locals {
  rule = one(concat(aws_lb_listener_rule.codedeploy, aws_lb_listener_rule.this))
}

resource "aws_lb_listener_rule" "this" {
  count = var.deployment_controller == "ECS" ? 1 : 0

  listener_arn = var.listener_arn
  priority     = var.listener_rule.priority
  tags         = merge(var.tags, { Name = var.name })

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.path_patterns) > 0 ? [var.listener_rule.path_patterns] : []

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.host_headers) > 0 ? [var.listener_rule.host_headers] : []

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = var.listener_rule.http_headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.http_methods) > 0 ? [var.listener_rule.http_methods] : []

    content {
      http_request_method {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = var.listener_rule.query_strings

    content {
      query_string {
        key   = condition.key
        value = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.source_cidrs) > 0 ? [var.listener_rule.source_cidrs] : []

    content {
      source_ip {
        values = condition.value
      }
    }
  }
}

# The same rule in CodeDeploy's hands. ignore_changes cannot depend on a variable, hence a resource of its own.
resource "aws_lb_listener_rule" "codedeploy" {
  count = var.deployment_controller == "ECS" ? 0 : 1

  listener_arn = var.listener_arn
  priority     = var.listener_rule.priority
  tags         = merge(var.tags, { Name = var.name })

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.path_patterns) > 0 ? [var.listener_rule.path_patterns] : []

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.host_headers) > 0 ? [var.listener_rule.host_headers] : []

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = var.listener_rule.http_headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.http_methods) > 0 ? [var.listener_rule.http_methods] : []

    content {
      http_request_method {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = var.listener_rule.query_strings

    content {
      query_string {
        key   = condition.key
        value = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(var.listener_rule.source_cidrs) > 0 ? [var.listener_rule.source_cidrs] : []

    content {
      source_ip {
        values = condition.value
      }
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}
