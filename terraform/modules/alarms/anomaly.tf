resource "aws_cloudwatch_metric_alarm" "anomaly" {
  for_each = var.anomaly_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = [var.topic_arns[each.value.severity]]
  comparison_operator = each.value.comparison_operator
  datapoints_to_alarm = each.value.datapoints_to_alarm
  evaluation_periods  = each.value.evaluation_periods
  ok_actions          = each.value.notify_recovery ? [var.topic_arns[each.value.severity]] : []
  tags                = var.tags
  threshold_metric_id = "band"
  treat_missing_data  = each.value.treat_missing_data

  metric_query {
    id          = "band"
    expression  = "ANOMALY_DETECTION_BAND(metric, ${each.value.band_width})"
    label       = "Expected range"
    return_data = true
  }

  metric_query {
    id          = "metric"
    return_data = true

    metric {
      dimensions  = each.value.dimensions
      metric_name = each.value.metric_name
      namespace   = each.value.namespace
      period      = each.value.period
      stat        = each.value.statistic
    }
  }
}
