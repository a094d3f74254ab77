resource "aws_apigatewayv2_domain_name" "this" {
  for_each = var.domains

  domain_name = each.key
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = each.value.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  for_each = var.domains

  api_id          = aws_apigatewayv2_api.this.id
  api_mapping_key = each.value.path
  domain_name     = aws_apigatewayv2_domain_name.this[each.key].id
  stage           = aws_apigatewayv2_stage.this.name
}
