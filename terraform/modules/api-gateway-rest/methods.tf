# What is not as it should be never reaches a function.
resource "aws_api_gateway_request_validator" "this" {
  rest_api_id                 = aws_api_gateway_rest_api.this.id
  name                        = "body-and-parameters"
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_model" "this" {
  for_each = var.models

  rest_api_id  = aws_api_gateway_rest_api.this.id
  name         = each.key
  content_type = "application/json"
  schema       = each.value.schema

  # Methods let go of it first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_authorizer" "this" {
  for_each = var.authorizers

  rest_api_id     = aws_api_gateway_rest_api.this.id
  name            = each.key
  identity_source = "method.request.header.Authorization"
  provider_arns   = each.value.user_pool_arns
  type            = "COGNITO_USER_POOLS"

  # AWS deletes none that a method names: https://github.com/hashicorp/terraform-provider-aws/issues/14812
  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # What stands in braces in the path of a method.
  path_parameters = { for key, path in local.paths : key => flatten(regexall("\\{(\\w+)\\+?\\}", path)) }
}

resource "aws_api_gateway_method" "this" {
  for_each = var.methods

  rest_api_id          = aws_api_gateway_rest_api.this.id
  resource_id          = local.resource_ids[local.paths[each.key]]
  api_key_required     = each.value.api_key_required
  authorization        = each.value.authorization
  authorization_scopes = each.value.scopes
  authorizer_id        = each.value.authorizer == null ? null : aws_api_gateway_authorizer.this[each.value.authorizer].id
  http_method          = split(" ", each.key)[0]
  request_models       = each.value.model == null ? null : { "application/json" = aws_api_gateway_model.this[each.value.model].name }
  request_validator_id = aws_api_gateway_request_validator.this.id

  request_parameters = merge(
    { for name in local.path_parameters[each.key] : "method.request.path.${name}" => true },
    { for name in each.value.required_headers : "method.request.header.${name}" => true },
    { for name in each.value.required_query_strings : "method.request.querystring.${name}" => true },
  )
}
