locals {
  monitor_arn = var.existing_monitor == null ? aws_ce_anomaly_monitor.this[0].arn : var.existing_monitor.arn

  # AWS stores the whole expression; the empty keys keep later plans empty.
  tag_expression = var.monitored_tag == null ? null : jsonencode({
    And            = null
    CostCategories = null
    Dimensions     = null
    Not            = null
    Or             = null
    Tags = {
      Key          = var.monitored_tag.key
      MatchOptions = null
      Values       = var.monitored_tag.values
    }
  })
}

# Cost Explorer makes a monitor of all services by itself in new accounts and allows one only, hence the switch.
resource "aws_ce_anomaly_monitor" "this" {
  count = var.existing_monitor == null ? 1 : 0

  name                  = var.name
  monitor_type          = var.monitored_tag == null ? "DIMENSIONAL" : "CUSTOM"
  monitor_dimension     = var.monitored_tag == null ? "SERVICE" : null
  monitor_specification = local.tag_expression
  tags                  = var.tags
}

moved {
  from = aws_ce_anomaly_monitor.this
  to   = aws_ce_anomaly_monitor.this[0]
}

resource "aws_ce_anomaly_subscription" "this" {
  for_each = var.subscriptions

  name             = "${var.name}-${each.key}"
  frequency        = each.value.frequency
  monitor_arn_list = [local.monitor_arn]
  tags             = var.tags

  dynamic "subscriber" {
    for_each = each.value.addresses

    content {
      address = subscriber.value
      type    = each.value.frequency == "IMMEDIATE" ? "SNS" : "EMAIL"
    }
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(each.value.impact_usd)]
    }
  }
}
