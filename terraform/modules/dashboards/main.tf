locals {
  # CloudWatch lays widgets without coordinates out one after the other, so they have a size only.
  # Null settings are left out: CloudWatch refuses them.
  text_widgets = {
    for key, dashboard in var.dashboards : key => [
      for widget in dashboard.widgets : widget.markdown == null ? [] : [{
        type       = "text"
        width      = widget.width
        height     = widget.height
        properties = { markdown = widget.markdown }
      }]
    ]
  }

  log_widgets = {
    for key, dashboard in var.dashboards : key => [
      for widget in dashboard.widgets : widget.log_query == null ? [] : [{
        type   = "log"
        width  = widget.width
        height = widget.height
        properties = {
          title   = widget.title
          region  = coalesce(widget.region, var.region)
          stacked = widget.stacked
          view    = widget.view
          query   = join(" | ", concat([for name in widget.log_query.log_group_names : "SOURCE '${name}'"], [widget.log_query.query]))
        }
      }]
    ]
  }

  metric_widgets = {
    for key, dashboard in var.dashboards : key => [
      for widget in dashboard.widgets : widget.markdown != null || widget.log_query != null ? [] : [{
        type   = "metric"
        width  = widget.width
        height = widget.height
        properties = {
          title   = widget.title
          period  = widget.period
          region  = coalesce(widget.region, var.region)
          stacked = widget.stacked
          stat    = widget.statistic
          view    = widget.view

          metrics = concat(
            [
              for metric in widget.metrics : concat(
                [metric.namespace, metric.metric_name],
                flatten([for name, value in metric.dimensions : [name, value]]),
                [{
                  for setting, value in {
                    id = metric.id, label = metric.label, stat = metric.statistic, visible = metric.visible
                  } : setting => value if value != null
                }],
              )
            ],
            [
              for expression in widget.expressions : [{
                for setting, value in { expression = expression.expression, label = expression.label } : setting => value if value != null
              }]
            ],
          )
        }
      }]
    ]
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  for_each = var.dashboards

  dashboard_name = "${var.name}-${each.key}"

  dashboard_body = jsonencode({
    widgets = flatten([
      for index in range(length(each.value.widgets)) :
      [local.text_widgets[each.key][index], local.log_widgets[each.key][index], local.metric_widgets[each.key][index]]
    ])
  })
}
