resource "aws_apigatewayv2_authorizer" "this" {
  for_each = var.authorizers

  api_id           = aws_apigatewayv2_api.this.id
  name             = each.key
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    audience = each.value.audiences
    issuer   = each.value.issuer
  }

  # AWS deletes none that a route names: https://github.com/hashicorp/terraform-provider-aws/pull/37732
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  target               = each.value.function == null ? "integrations/${aws_apigatewayv2_integration.backend[each.value.backend].id}" : "integrations/${aws_apigatewayv2_integration.function[each.value.function].id}"
  authorization_scopes = each.value.scopes
  authorization_type   = each.value.authorization
  authorizer_id        = each.value.authorizer == null ? null : aws_apigatewayv2_authorizer.this[each.value.authorizer].id
}
