# What methods lead to: functions, and a load balancer in a VPC.

resource "aws_api_gateway_integration" "function" {
  for_each = { for key, method in var.methods : key => var.functions[method.function] if method.function != null }

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_method.this[each.key].resource_id
  http_method             = aws_api_gateway_method.this[each.key].http_method
  integration_http_method = "POST"
  timeout_milliseconds    = each.value.timeout_milliseconds
  type                    = "AWS_PROXY"
  uri                     = each.value.invoke_arn
}

resource "aws_lambda_permission" "this" {
  for_each = var.functions

  statement_id  = var.name
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.alias
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*"
}

resource "aws_api_gateway_vpc_link" "this" {
  count = var.vpc_link == null ? 0 : 1

  name        = var.name
  target_arns = [var.vpc_link.load_balancer_arn]
  tags        = var.tags

  # AWS deletes none that a deployment names: https://github.com/hashicorp/terraform-provider-aws/issues/12195
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_integration" "backend" {
  for_each = { for key, method in var.methods : key => var.backends[method.backend] if method.backend != null }

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_method.this[each.key].resource_id
  http_method             = aws_api_gateway_method.this[each.key].http_method
  connection_id           = aws_api_gateway_vpc_link.this[0].id
  connection_type         = "VPC_LINK"
  integration_http_method = aws_api_gateway_method.this[each.key].http_method
  request_parameters      = { for name in local.path_parameters[each.key] : "integration.request.path.${name}" => "method.request.path.${name}" }
  timeout_milliseconds    = each.value.timeout_milliseconds
  type                    = "HTTP_PROXY"
  uri                     = "${each.value.url}${replace(local.paths[each.key], "+}", "}")}"
}
