resource "aws_cloudwatch_event_bus" "this" {
  count = var.custom_bus ? 1 : 0

  name               = var.name
  kms_key_identifier = var.kms_key_arn
  tags               = var.tags

  # Events that the bus cannot encrypt with the key.
  dynamic "dead_letter_config" {
    for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

    content {
      arn = dead_letter_config.value
    }
  }
}

resource "aws_cloudwatch_event_archive" "this" {
  count = var.archive == null ? 0 : 1

  name             = var.name
  description      = "Events of ${var.name} for a replay."
  event_pattern    = var.archive.event_pattern
  event_source_arn = aws_cloudwatch_event_bus.this[0].arn
  retention_days   = var.archive.retention_days
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

  dynamic "ecs_target" {
    for_each = each.value.ecs == null ? [] : [each.value.ecs]

    content {
      enable_ecs_managed_tags = true
      launch_type             = "FARGATE"
      platform_version        = "LATEST"
      propagate_tags          = "TASK_DEFINITION"
      task_count              = ecs_target.value.task_count
      task_definition_arn     = ecs_target.value.task_definition_arn

      network_configuration {
        assign_public_ip = false
        security_groups  = ecs_target.value.security_group_ids
        subnets          = ecs_target.value.subnet_ids
      }
    }
  }

  # Without one AWS tries for 24 hours, 185 times.
  dynamic "retry_policy" {
    for_each = each.value.retry == null ? [] : [each.value.retry]

    content {
      maximum_event_age_in_seconds = retry_policy.value.maximum_event_age_seconds
      maximum_retry_attempts       = retry_policy.value.maximum_attempts
    }
  }

  dynamic "sqs_target" {
    for_each = each.value.message_group_id == null ? [] : [each.value.message_group_id]

    content {
      message_group_id = sqs_target.value
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
