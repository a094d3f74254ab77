# A stage shows what was deployed, so every change of what callers see makes another deployment.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    redeployment = sha256(jsonencode([
      var.authorizers, var.backends, var.functions, var.methods, var.models, var.private,
      aws_api_gateway_rest_api.this.minimum_compression_size, aws_api_gateway_vpc_link.this[*].id,
    ]))
  }

  depends_on = [
    aws_api_gateway_integration.backend,
    aws_api_gateway_integration.function,
    aws_api_gateway_rest_api_policy.this,
  ]

  # AWS deletes none that a stage shows: https://github.com/hashicorp/terraform-provider-aws/issues/19805
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = var.stage_name
  tags                 = var.tags
  xray_tracing_enabled = var.tracing_enabled

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn

    format = jsonencode({
      apiKeyId           = "$context.identity.apiKeyId"
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
      resourcePath       = "$context.resourcePath"
      responseLength     = "$context.responseLength"
      status             = "$context.status"
      time               = "$context.requestTime"
      traceId            = "$context.xrayTraceId"
      userAgent          = "$context.identity.userAgent"
      wafStatus          = "$context.waf.status"
    })
  }

  # API Gateway refuses to log without the role of the account, and would make the second group itself.
  depends_on = [aws_api_gateway_account.this, aws_cloudwatch_log_group.execution]

  # Usage plans and domains move on before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_method_settings" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    # Whole requests and answers would stand in the log: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    data_trace_enabled     = false
    logging_level          = var.execution_log_level
    metrics_enabled        = var.detailed_metrics_enabled
    throttling_burst_limit = var.throttling.burst_limit
    throttling_rate_limit  = var.throttling.rate_limit
  }
}
