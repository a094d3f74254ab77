locals {
  aliases = merge(aws_lambda_alias.codedeploy, aws_lambda_alias.this)
}

resource "aws_lambda_alias" "this" {
  for_each = { for key, alias in var.aliases : key => alias if !alias.moved_by_codedeploy }

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

# The same alias in CodeDeploy's hands, which moves it to another version step by step. ignore_changes cannot depend on a variable,
# hence a resource of its own.
resource "aws_lambda_alias" "codedeploy" {
  for_each = { for key, alias in var.aliases : key => alias if alias.moved_by_codedeploy }

  name             = each.key
  description      = "Version of ${var.name} that ${each.key} runs."
  function_name    = aws_lambda_function.this.function_name
  function_version = coalesce(each.value.version, aws_lambda_function.this.version)

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  for_each = { for key, alias in var.aliases : key => alias.provisioned_concurrency if alias.provisioned_concurrency > 0 }

  function_name                     = aws_lambda_function.this.function_name
  provisioned_concurrent_executions = each.value
  qualifier                         = local.aliases[each.key].name
}
