locals {
  topic_arns = var.topic_arn == null ? null : [var.topic_arn]

  notifications = concat(
    [for percent in var.actual_thresholds : { percent = percent, type = "ACTUAL" }],
    [for percent in var.forecast_thresholds : { percent = percent, type = "FORECASTED" }],
  )
}

resource "aws_budgets_budget" "this" {
  name         = "${var.name}-monthly"
  budget_type  = "COST"
  limit_amount = format("%.1f", var.monthly_limit)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
  tags         = var.tags

  dynamic "cost_filter" {
    for_each = var.cost_filters

    content {
      name   = cost_filter.key
      values = cost_filter.value
    }
  }

  dynamic "notification" {
    for_each = local.notifications

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.value.type
      subscriber_email_addresses = var.email_addresses
      subscriber_sns_topic_arns  = local.topic_arns
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
    }
  }
}

resource "aws_budgets_budget" "commitment" {
  for_each = var.commitment_budgets

  name         = "${var.name}-${each.key}"
  budget_type  = each.value.type
  limit_amount = "100.0"
  limit_unit   = "PERCENTAGE"
  time_unit    = "MONTHLY"
  tags         = var.tags

  # AWS refuses budgets of reservations that count anything but subscriptions.
  cost_types {
    include_credit             = false
    include_discount           = false
    include_other_subscription = false
    include_recurring          = false
    include_refund             = false
    include_subscription       = true
    include_support            = false
    include_tax                = false
    include_upfront            = false
    use_blended                = false
  }

  dynamic "cost_filter" {
    for_each = each.value.service == null ? [] : [each.value.service]

    content {
      name   = "Service"
      values = [cost_filter.value]
    }
  }

  notification {
    comparison_operator        = "LESS_THAN"
    notification_type          = "ACTUAL"
    subscriber_email_addresses = var.email_addresses
    subscriber_sns_topic_arns  = local.topic_arns
    threshold                  = each.value.minimum_percent
    threshold_type             = "PERCENTAGE"
  }
}
