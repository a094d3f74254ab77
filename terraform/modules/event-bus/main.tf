resource "aws_cloudwatch_event_bus" "this" {
  count = var.custom_bus ? 1 : 0

  name               = var.name
  kms_key_identifier = var.kms_key_arn
  tags               = var.tags
}

locals {
  bus_name = var.custom_bus ? aws_cloudwatch_event_bus.this[0].name : "default"

  # Keyed by rule and target, so that neither a new rule nor a new target moves another.
  targets = merge([
    for rule_key, rule in var.rules : {
      for target_key, target in rule.targets : "${rule_key}/${target_key}" => merge(target, { rule_key = rule_key, target_key = target_key })
    }
  ]...)
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.rules

  name                = "${var.name}-${each.key}"
  description         = each.value.description
  event_bus_name      = local.bus_name
  event_pattern       = each.value.event_pattern
  schedule_expression = each.value.schedule_expression
  state               = each.value.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.targets

  rule           = aws_cloudwatch_event_rule.this[each.value.rule_key].name
  event_bus_name = local.bus_name
  target_id      = each.value.target_key
  arn            = each.value.arn
  role_arn       = each.value.role_arn
  input          = each.value.input

  dynamic "dead_letter_config" {
    for_each = each.value.dead_letter_queue == null ? [] : [each.value.dead_letter_queue.arn]

    content {
      arn = dead_letter_config.value
    }
  }

  dynamic "input_transformer" {
    for_each = each.value.input_transformer == null ? [] : [each.value.input_transformer]

    content {
      input_paths    = input_transformer.value.paths
      input_template = input_transformer.value.template
    }
  }
}
