resource "aws_lambda_alias" "this" {
  for_each = var.aliases

  name             = each.key
  description      = "Version of ${var.name} that ${each.key} runs."
  function_name    = aws_lambda_function.this.function_name
  function_version = coalesce(each.value.version, aws_lambda_function.this.version)

  dynamic "routing_config" {
    for_each = length(each.value.weights) > 0 ? [each.value.weights] : []

    content {
      additional_version_weights = routing_config.value
    }
  }
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  for_each = { for key, alias in var.aliases : key => alias.provisioned_concurrency if alias.provisioned_concurrency > 0 }

  function_name                     = aws_lambda_function.this.function_name
  provisioned_concurrent_executions = each.value
  qualifier                         = aws_lambda_alias.this[each.key].name
}
