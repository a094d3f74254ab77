resource "aws_cloudwatch_metric_alarm" "expression" {
  for_each = var.expression_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = [var.topic_arns[each.value.severity]]
  comparison_operator = each.value.comparison_operator
  datapoints_to_alarm = each.value.datapoints_to_alarm
  evaluation_periods  = each.value.evaluation_periods
  ok_actions          = each.value.notify_recovery ? [var.topic_arns[each.value.severity]] : []
  tags                = var.tags
  threshold           = each.value.threshold
  treat_missing_data  = each.value.treat_missing_data

  metric_query {
    id          = "result"
    expression  = each.value.expression
    label       = each.value.description
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id = metric_query.key

      metric {
        dimensions  = metric_query.value.dimensions
        metric_name = metric_query.value.metric_name
        namespace   = metric_query.value.namespace
        period      = metric_query.value.period
        stat        = metric_query.value.statistic
      }
    }
  }
}
