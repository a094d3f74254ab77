resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = var.description
  disable_execute_api_endpoint = !coalesce(var.default_endpoint_enabled, length(var.domains) == 0)
  protocol_type                = "HTTP"
  tags                         = var.tags

  dynamic "cors_configuration" {
    for_each = var.cors == null ? [] : [var.cors]

    content {
      allow_credentials = cors_configuration.value.allow_credentials
      allow_headers     = cors_configuration.value.allow_headers
      allow_methods     = cors_configuration.value.allow_methods
      allow_origins     = cors_configuration.value.allow_origins
      expose_headers    = cors_configuration.value.expose_headers
      max_age           = cors_configuration.value.max_age_seconds
    }
  }
}

# AWS writes what CloudWatch Logs admits to a group into one policy of the account, which is full after a few groups;
# those below /aws/vendedlogs/ share a line: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
resource "aws_cloudwatch_log_group" "this" {
  name              = coalesce(var.log_group_name, "/aws/vendedlogs/apigateway/${var.name}")
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.this.arn

    format = jsonencode({
      authorizerError    = "$context.authorizer.error"
      error              = "$context.error.message"
      integrationError   = "$context.integrationErrorMessage"
      integrationLatency = "$context.integrationLatency"
      ip                 = "$context.identity.sourceIp"
      latency            = "$context.responseLatency"
      method             = "$context.httpMethod"
      path               = "$context.path"
      protocol           = "$context.protocol"
      requestId          = "$context.requestId"
      responseLength     = "$context.responseLength"
      route              = "$context.routeKey"
      status             = "$context.status"
      time               = "$context.requestTime"
      userAgent          = "$context.identity.userAgent"
    })
  }

  # Both limits are said: the provider sends 0 for one that is left out, and then nothing is let through,
  # https://github.com/hashicorp/terraform-provider-aws/issues/14742
  default_route_settings {
    detailed_metrics_enabled = var.detailed_metrics_enabled
    throttling_burst_limit   = var.throttling.burst_limit
    throttling_rate_limit    = var.throttling.rate_limit
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route.throttling if route.throttling != null }

    content {
      route_key                = aws_apigatewayv2_route.this[route_settings.key].route_key
      detailed_metrics_enabled = var.detailed_metrics_enabled
      throttling_burst_limit   = route_settings.value.burst_limit
      throttling_rate_limit    = route_settings.value.rate_limit
    }
  }
}
