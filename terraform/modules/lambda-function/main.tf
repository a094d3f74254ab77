# Lambda would make the log group itself, without a key and without an end.
resource "aws_cloudwatch_log_group" "this" {
  name              = coalesce(var.log_group_name, "/aws/lambda/${var.name}")
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  tags          = var.tags

  architectures    = [var.architecture]
  filename         = var.package.filename
  handler          = var.handler
  image_uri        = var.package.image_uri
  layers           = var.layer_arns
  package_type     = var.package.image_uri == null ? "Zip" : "Image"
  runtime          = var.runtime
  source_code_hash = var.package.source_code_hash

  s3_bucket         = var.package.s3 == null ? null : var.package.s3.bucket
  s3_key            = var.package.s3 == null ? null : var.package.s3.key
  s3_object_version = var.package.s3 == null ? null : var.package.s3.object_version

  # An alias names a version, and a rollback goes back to one.
  publish = true

  kms_key_arn                    = var.kms_key_arn
  memory_size                    = var.memory_mb
  reserved_concurrent_executions = var.reserved_concurrency
  timeout                        = var.timeout_seconds

  dynamic "dead_letter_config" {
    for_each = var.dead_letter == null ? [] : [var.dead_letter.arn]

    content {
      target_arn = dead_letter_config.value
    }
  }

  dynamic "environment" {
    for_each = length(var.environment_variables) > 0 ? [var.environment_variables] : []

    content {
      variables = environment.value
    }
  }

  ephemeral_storage {
    size = var.ephemeral_storage_mb
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.tracing_enabled ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      security_group_ids = vpc_config.value.security_group_ids
      subnet_ids         = vpc_config.value.subnet_ids
    }
  }

  # Lambda looks whether the role may do what the function is set to do.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.asynchronous == null ? 0 : 1

  function_name                = aws_lambda_function.this.function_name
  maximum_event_age_in_seconds = var.asynchronous.maximum_event_age_seconds
  maximum_retry_attempts       = var.asynchronous.maximum_retry_attempts
}
