resource "aws_api_gateway_domain_name" "this" {
  for_each = var.domains

  domain_name              = each.key
  regional_certificate_arn = each.value.certificate_arn
  security_policy          = "TLS_1_2"
  tags                     = var.tags

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  for_each = var.domains

  api_id      = aws_api_gateway_rest_api.this.id
  base_path   = each.value.path
  domain_name = aws_api_gateway_domain_name.this[each.key].domain_name
  stage_name  = aws_api_gateway_stage.this.stage_name
}
