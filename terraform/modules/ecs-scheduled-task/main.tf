resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.schedules

  name                = "${var.name}-${each.key}"
  description         = each.value.description
  schedule_expression = each.value.schedule
  state               = each.value.enabled ? "ENABLED" : "DISABLED"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = var.schedules

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  arn       = var.cluster_arn
  role_arn  = aws_iam_role.this.arn
  target_id = "task"

  input = jsonencode({
    containerOverrides = [for container, command in each.value.commands : { name = container, command = command }]
  })

  ecs_target {
    enable_ecs_managed_tags = true
    launch_type             = length(var.capacity_providers) > 0 ? null : var.launch_type
    platform_version        = var.launch_type == "FARGATE" ? var.platform_version : null
    propagate_tags          = "TASK_DEFINITION"
    task_count              = 1
    task_definition_arn     = var.task_definition_arn

    dynamic "capacity_provider_strategy" {
      for_each = var.capacity_providers

      content {
        base              = capacity_provider_strategy.value.base
        capacity_provider = capacity_provider_strategy.key
        weight            = capacity_provider_strategy.value.weight
      }
    }

    network_configuration {
      assign_public_ip = false
      security_groups  = var.security_group_ids
      subnets          = var.subnet_ids
    }
  }

  # A task that was missed for an hour would run beside the next one.
  retry_policy {
    maximum_event_age_in_seconds = var.retry_seconds
    maximum_retry_attempts       = var.retries
  }

  dynamic "dead_letter_config" {
    for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue.arn]

    content {
      arn = dead_letter_config.value
    }
  }

  # Without its rights the role starts nothing.
  depends_on = [aws_iam_role_policy.this]
}
