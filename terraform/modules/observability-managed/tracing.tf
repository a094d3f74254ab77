resource "aws_xray_sampling_rule" "this" {
  for_each = var.sampling_rules

  rule_name      = "${var.name}-${each.key}"
  attributes     = each.value.attributes
  fixed_rate     = each.value.fixed_rate
  host           = each.value.host
  http_method    = each.value.http_method
  priority       = each.value.priority
  reservoir_size = each.value.reservoir_size
  resource_arn   = "*"
  service_name   = each.value.service_name
  service_type   = each.value.service_type
  tags           = var.tags
  url_path       = each.value.url_path
  version        = 1
}

resource "aws_xray_group" "this" {
  for_each = var.trace_groups

  group_name        = "${var.name}-${each.key}"
  filter_expression = each.value.filter_expression
  tags              = var.tags

  insights_configuration {
    insights_enabled      = each.value.insights_enabled
    notifications_enabled = each.value.insights_enabled && each.value.notifications_enabled
  }
}
