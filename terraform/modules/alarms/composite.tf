locals {
  # Read from the resources, so that a composite alarm is made after the alarms that it watches.
  metric_alarms = merge(
    aws_cloudwatch_metric_alarm.this,
    aws_cloudwatch_metric_alarm.expression,
    aws_cloudwatch_metric_alarm.anomaly,
  )
  metric_alarm_names = { for key, alarm in local.metric_alarms : key => alarm.alarm_name }
}

resource "aws_cloudwatch_composite_alarm" "this" {
  for_each = var.composite_alarms

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = each.value.description
  alarm_actions     = [var.topic_arns[each.value.severity]]
  ok_actions        = each.value.notify_recovery ? [var.topic_arns[each.value.severity]] : []
  tags              = var.tags

  alarm_rule = join(
    each.value.match == "all" ? " AND " : " OR ",
    [for key in sort(each.value.alarms) : "ALARM(\"${local.metric_alarm_names[key]}\")"],
  )
}
