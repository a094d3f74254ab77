locals {
  names = merge({ for key, group in aws_cloudwatch_log_group.this : key => group.name }, var.existing_log_groups)
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = var.log_groups

  name              = each.value.name
  kms_key_id        = var.kms_key_arn
  retention_in_days = coalesce(each.value.log_retention_days, var.log_retention_days)
  tags              = var.tags
}

resource "aws_cloudwatch_log_anomaly_detector" "this" {
  for_each = { for key, group in var.log_groups : key => group if group.anomaly_detection }

  detector_name        = replace(trim(each.value.name, "/"), "/", "-")
  enabled              = true
  evaluation_frequency = "FIFTEEN_MIN"
  log_group_arn_list   = [aws_cloudwatch_log_group.this[each.key].arn]
  kms_key_id           = var.kms_key_arn
  tags                 = var.tags
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = var.queries

  name            = each.key
  log_group_names = [for key in sort(each.value.log_groups) : local.names[key]]
  query_string    = each.value.query
}
