# What routes lead to: functions, and listeners of load balancers in a VPC.

resource "aws_apigatewayv2_integration" "function" {
  for_each = var.functions

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = each.value.timeout_milliseconds

  # AWS deletes none that a route names: https://github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/55
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "this" {
  for_each = var.functions

  statement_id  = var.name
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.alias
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}

# A link keeps its subnets and groups for life: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
resource "aws_apigatewayv2_vpc_link" "this" {
  count = var.vpc_link == null ? 0 : 1

  name               = var.name
  security_group_ids = var.vpc_link.security_group_ids
  subnet_ids         = var.vpc_link.subnet_ids
  tags               = var.tags

  # AWS deletes none that an integration names: https://github.com/hashicorp/terraform-provider-aws/issues/12195
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_integration" "backend" {
  for_each = var.backends

  api_id               = aws_apigatewayv2_api.this.id
  connection_id        = aws_apigatewayv2_vpc_link.this[0].id
  connection_type      = "VPC_LINK"
  integration_method   = "ANY"
  integration_type     = "HTTP_PROXY"
  integration_uri      = each.value.listener_arn
  timeout_milliseconds = each.value.timeout_milliseconds

  dynamic "tls_config" {
    for_each = each.value.server_name == null ? [] : [each.value.server_name]

    content {
      server_name_to_verify = tls_config.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
