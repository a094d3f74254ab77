locals {
  # The cautious ones of AWS, where a group names none.
  default_deployment_configs = {
    ECS    = "CodeDeployDefault.ECSCanary10Percent5Minutes"
    Lambda = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
    Server = "CodeDeployDefault.OneAtATime"
  }
  deployment_configs = {
    for key, group in var.deployment_groups : key => (
      group.deployment_config == null ? local.default_deployment_configs[var.compute_platform] :
      contains(keys(var.deployment_configs), group.deployment_config) ? aws_codedeploy_deployment_config.this[group.deployment_config].id :
      group.deployment_config
    )
  }

  blue_green = { for key, group in var.deployment_groups : key => group.server == null ? true : group.server.blue_green }
  with_traffic_control = {
    for key, group in var.deployment_groups : key => group.server == null ? true : length(group.server.target_group_names) > 0
  }

  # Nothing of a configuration can be changed, and CodeDeploy deletes none that a group uses: the name says which it is.
  deployment_config_names = {
    for key, config in var.deployment_configs : key => join("-", [var.name, key, substr(sha256(jsonencode([var.compute_platform, config])), 0, 4)])
  }
}

resource "aws_codedeploy_deployment_config" "this" {
  for_each = var.deployment_configs

  deployment_config_name = local.deployment_config_names[each.key]
  compute_platform       = var.compute_platform

  dynamic "traffic_routing_config" {
    for_each = each.value.shift == null ? [] : [each.value.shift]

    content {
      type = traffic_routing_config.value.gradually ? "TimeBasedLinear" : "TimeBasedCanary"

      dynamic "time_based_canary" {
        for_each = traffic_routing_config.value.gradually ? [] : [traffic_routing_config.value]

        content {
          interval   = time_based_canary.value.minutes
          percentage = time_based_canary.value.percent
        }
      }

      dynamic "time_based_linear" {
        for_each = traffic_routing_config.value.gradually ? [traffic_routing_config.value] : []

        content {
          interval   = time_based_linear.value.minutes
          percentage = time_based_linear.value.percent
        }
      }
    }
  }

  dynamic "minimum_healthy_hosts" {
    for_each = each.value.healthy_percent == null ? [] : [each.value.healthy_percent]

    content {
      type  = "FLEET_PERCENT"
      value = minimum_healthy_hosts.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
