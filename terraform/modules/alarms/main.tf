resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = [var.topic_arns[each.value.severity]]
  comparison_operator = each.value.comparison_operator
  datapoints_to_alarm = each.value.datapoints_to_alarm
  dimensions          = each.value.dimensions
  evaluation_periods  = each.value.evaluation_periods
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  metric_name         = each.value.metric_name
  namespace           = each.value.namespace
  ok_actions          = each.value.notify_recovery ? [var.topic_arns[each.value.severity]] : []
  period              = each.value.period
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  tags                = var.tags
  threshold           = each.value.threshold
  treat_missing_data  = each.value.treat_missing_data
}
