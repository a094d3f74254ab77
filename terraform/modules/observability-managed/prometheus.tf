locals {
  # Amazon Managed Prometheus tells topics only, and asks for the region in which it signs:
  # https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-config.html
  alert_manager = try({
    receivers = [{ name = "topic", sns_configs = [{ sigv4 = { region = local.region }, topic_arn = var.prometheus.alerts.topic_arn }] }]
    route     = { group_by = var.prometheus.alerts.group_by, receiver = "topic" }
  }, null)
}

resource "aws_cloudwatch_log_group" "prometheus" {
  count = var.prometheus == null ? 0 : 1

  # Groups below this path do not count in the resource policy that AWS writes for deliveries, which has a size.
  name              = "/aws/vendedlogs/prometheus/${var.name}"
  kms_key_id        = var.prometheus.kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_prometheus_workspace" "this" {
  count = var.prometheus == null ? 0 : 1

  alias       = var.name
  kms_key_arn = var.prometheus.kms_key_arn
  tags        = var.tags

  # Rules that fail and alerts that cannot be sent are written nowhere else.
  logging_configuration {
    log_group_arn = "${aws_cloudwatch_log_group.prometheus[0].arn}:*"
  }
}

resource "aws_prometheus_workspace_configuration" "this" {
  count = var.prometheus == null ? 0 : 1

  retention_period_in_days = var.prometheus.retention_days
  workspace_id             = aws_prometheus_workspace.this[0].id
}

resource "aws_prometheus_rule_group_namespace" "this" {
  for_each = var.prometheus == null ? {} : var.prometheus.rules

  data         = each.value
  name         = each.key
  tags         = var.tags
  workspace_id = aws_prometheus_workspace.this[0].id
}

resource "aws_prometheus_alert_manager_definition" "this" {
  count = try(var.prometheus.alerts, null) == null ? 0 : 1

  definition   = yamlencode({ alertmanager_config = yamlencode(local.alert_manager) })
  workspace_id = aws_prometheus_workspace.this[0].id
}
