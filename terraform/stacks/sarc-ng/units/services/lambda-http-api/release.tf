# A release publishes a version, and CodeDeploy moves the alias to it: first some of the calls, then all. An alarm until then takes it
# back. Without it Terraform itself points the alias to the last version.

locals {
  # The alias counts the calls of both versions while it is moved:
  # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
  alias_dimensions = { FunctionName = var.name, Resource = "${var.name}:live" }
}

module "release_alarms" {
  source = "../../../../../modules/alarms"
  count  = var.release.enabled ? 1 : 0

  name       = "${local.function_key}-release"
  tags       = var.tags
  topic_arns = { critical = "arn:${local.partition}:sns:${var.region}:${var.account_id}:${var.alarm_topic_name}" }

  alarms = {
    errors = {
      description        = "More than ${var.release.error_threshold} calls of the function ${var.name} failed in a minute."
      dimensions         = local.alias_dimensions
      metric_name        = "Errors"
      namespace          = "AWS/Lambda"
      severity           = "critical"
      statistic          = "Sum"
      threshold          = var.release.error_threshold
      treat_missing_data = "notBreaching"
    }
    latency = {
      description        = "One in twenty calls of the function ${var.name} took longer than ${var.release.latency_milliseconds} milliseconds, for three minutes."
      dimensions         = local.alias_dimensions
      evaluation_periods = 3
      metric_name        = "Duration"
      namespace          = "AWS/Lambda"
      severity           = "critical"
      statistic          = "p95"
      threshold          = var.release.latency_milliseconds
      treat_missing_data = "notBreaching"
    }
  }
}

module "release" {
  source = "../../../../../modules/codedeploy"
  count  = var.release.enabled ? 1 : 0

  account_id               = var.account_id
  compute_platform         = "Lambda"
  name                     = local.function_key
  permissions_boundary_arn = local.boundary_arn
  region                   = var.region
  tags                     = var.tags

  deployment_configs = {
    gradually = { shift = { minutes = var.release.minutes, percent = var.release.percent } }
  }

  deployment_groups = {
    live = {
      alarm_names       = values(module.release_alarms[0].names)
      deployment_config = "gradually"
      lambda            = { function_arns = { api = module.function.arn } }
    }
  }
}
