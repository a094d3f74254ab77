resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = var.metric_filters

  name           = each.key
  log_group_name = local.names[each.value.log_group]
  pattern        = each.value.pattern

  metric_transformation {
    # CloudWatch refuses a default value together with dimensions.
    default_value = length(each.value.dimensions) > 0 ? null : each.value.default_value
    dimensions    = length(each.value.dimensions) > 0 ? each.value.dimensions : null
    name          = each.value.metric_name
    namespace     = each.value.namespace
    value         = each.value.value
  }
}
