locals {
  config_bucket = "${var.name}-config-${var.account_id}"
  config_rules  = var.config_recorder ? var.config_rules : {}

  # Security Hub accepts no other role for the recorder (its control Config.1).
  config_role_arn = join(":", [
    "arn", data.aws_partition.current.partition, "iam", "", var.account_id,
    "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
  ])
}

resource "aws_iam_service_linked_role" "config" {
  count = var.config_recorder && var.config_service_linked_role ? 1 : 0

  aws_service_name = "config.amazonaws.com"
}

resource "aws_config_configuration_recorder" "this" {
  count = var.config_recorder ? 1 : 0

  name     = var.name
  role_arn = local.config_role_arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = var.record_global_resources
  }

  depends_on = [aws_iam_service_linked_role.config]
}

resource "aws_config_delivery_channel" "this" {
  count = var.config_recorder ? 1 : 0

  name           = var.name
  s3_bucket_name = aws_s3_bucket.config[0].bucket
  s3_kms_key_arn = var.kms_key_arn

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.config]
}

resource "aws_config_configuration_recorder_status" "this" {
  count = var.config_recorder ? 1 : 0

  is_enabled = true
  name       = aws_config_configuration_recorder.this[0].name

  depends_on = [aws_config_delivery_channel.this]

  # The recorder is stopped before its channel is replaced, which AWS refuses while it runs:
  # https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html
  lifecycle {
    replace_triggered_by = [aws_config_delivery_channel.this[count.index].id]
  }
}

resource "aws_config_config_rule" "this" {
  for_each = local.config_rules

  name             = "${var.name}-${each.key}"
  input_parameters = length(each.value.input_parameters) > 0 ? jsonencode(each.value.input_parameters) : null
  tags             = var.tags

  source {
    owner             = "AWS"
    source_identifier = each.value.source_identifier
  }

  dynamic "scope" {
    for_each = length(each.value.resource_types) > 0 ? [each.value.resource_types] : []

    content {
      compliance_resource_types = scope.value
    }
  }

  # A rule can only be made once something is recorded.
  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_conformance_pack" "this" {
  for_each = var.config_recorder ? var.conformance_packs : {}

  name            = "${var.name}-${each.key}"
  template_body   = each.value.template_body
  template_s3_uri = each.value.template_s3_uri

  dynamic "input_parameter" {
    for_each = each.value.parameters

    content {
      parameter_name  = input_parameter.key
      parameter_value = input_parameter.value
    }
  }

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_remediation_configuration" "this" {
  for_each = var.config_recorder ? var.remediations : {}

  automatic                  = each.value.automatic
  config_rule_name           = aws_config_config_rule.this[each.key].name
  maximum_automatic_attempts = each.value.maximum_retries
  resource_type              = each.value.resource_type
  retry_attempt_seconds      = each.value.retry_seconds
  target_id                  = each.value.document
  target_type                = "SSM_DOCUMENT"

  # The provider reads parameters back sorted by name, and a single static value as `static_value`.
  dynamic "parameter" {
    for_each = merge(
      { for name, value in each.value.resource_values : name => { resource_value = value, static_values = [] } },
      { for name, values in each.value.static_values : name => { resource_value = null, static_values = values } },
    )

    content {
      name           = parameter.key
      resource_value = parameter.value.resource_value
      static_value   = length(parameter.value.static_values) == 1 ? one(parameter.value.static_values) : null
      static_values  = length(parameter.value.static_values) > 1 ? parameter.value.static_values : null
    }
  }
}
