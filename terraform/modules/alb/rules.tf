resource "aws_lb_listener_rule" "this" {
  for_each = var.listener_rules

  listener_arn = local.serving_listener.arn
  priority     = each.value.priority
  tags         = merge(var.tags, { Name = each.key })

  dynamic "action" {
    for_each = each.value.authentication == null ? [] : [each.value.authentication]
    iterator = authentication

    content {
      type = var.authentications[authentication.value].cognito == null ? "authenticate-oidc" : "authenticate-cognito"

      dynamic "authenticate_cognito" {
        for_each = var.authentications[authentication.value].cognito == null ? [] : [var.authentications[authentication.value]]

        content {
          user_pool_arn              = authenticate_cognito.value.cognito.user_pool_arn
          user_pool_client_id        = authenticate_cognito.value.cognito.user_pool_client_id
          user_pool_domain           = authenticate_cognito.value.cognito.user_pool_domain
          on_unauthenticated_request = authenticate_cognito.value.on_unauthenticated_request
          scope                      = authenticate_cognito.value.scope
          session_timeout            = authenticate_cognito.value.session_timeout_seconds
        }
      }

      dynamic "authenticate_oidc" {
        for_each = var.authentications[authentication.value].oidc == null ? [] : [var.authentications[authentication.value]]

        content {
          authorization_endpoint     = authenticate_oidc.value.oidc.authorization_endpoint
          client_id                  = authenticate_oidc.value.oidc.client_id
          client_secret              = var.oidc_client_secrets[authentication.value]
          issuer                     = authenticate_oidc.value.oidc.issuer
          token_endpoint             = authenticate_oidc.value.oidc.token_endpoint
          user_info_endpoint         = authenticate_oidc.value.oidc.user_info_endpoint
          on_unauthenticated_request = authenticate_oidc.value.on_unauthenticated_request
          scope                      = authenticate_oidc.value.scope
          session_timeout            = authenticate_oidc.value.session_timeout_seconds
        }
      }
    }
  }

  action {
    type = (
      each.value.redirect != null ? "redirect" :
      each.value.fixed_response != null ? "fixed-response" : "forward"
    )
    target_group_arn = each.value.target_group == null ? null : aws_lb_target_group.this[each.value.target_group].arn

    dynamic "forward" {
      for_each = each.value.weighted == null ? [] : [each.value.weighted]

      content {
        dynamic "target_group" {
          for_each = forward.value.target_groups

          content {
            arn    = aws_lb_target_group.this[target_group.key].arn
            weight = target_group.value
          }
        }

        dynamic "stickiness" {
          for_each = forward.value.stickiness_seconds == null ? [] : [forward.value.stickiness_seconds]

          content {
            enabled  = true
            duration = stickiness.value
          }
        }
      }
    }

    dynamic "redirect" {
      for_each = each.value.redirect == null ? [] : [each.value.redirect]

      content {
        host        = redirect.value.host
        path        = redirect.value.path
        port        = redirect.value.port
        protocol    = redirect.value.protocol
        query       = redirect.value.query
        status_code = redirect.value.permanent ? "HTTP_301" : "HTTP_302"
      }
    }

    dynamic "fixed_response" {
      for_each = each.value.fixed_response == null ? [] : [each.value.fixed_response]

      content {
        content_type = fixed_response.value.content_type
        message_body = fixed_response.value.message_body
        status_code  = fixed_response.value.status_code
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.path_patterns) > 0 ? [each.value.path_patterns] : []

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.host_headers) > 0 ? [each.value.host_headers] : []

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.http_headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.http_methods) > 0 ? [each.value.http_methods] : []

    content {
      http_request_method {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.query_strings

    content {
      query_string {
        key   = condition.key
        value = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.source_cidrs) > 0 ? [each.value.source_cidrs] : []

    content {
      source_ip {
        values = condition.value
      }
    }
  }
}
