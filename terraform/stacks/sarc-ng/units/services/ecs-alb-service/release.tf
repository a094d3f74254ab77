# A blue-green release: CodeDeploy starts the new tasks beside the old ones, moves the rule of the listener once they are healthy, and
# ends the old ones after a while. An alarm, until then, takes everything back.

locals {
  blue_green = var.deployment_controller == "CODE_DEPLOY"

  # The new tasks may be in either group, so both are looked at.
  target_groups = local.blue_green ? module.service.target_group_arn_suffixes : {}

  release_metrics = {
    for metric, statistic in { HTTPCode_Target_5XX_Count = "Sum", TargetResponseTime = "p95" } : metric => {
      for key, suffix in local.target_groups : key => {
        dimensions  = { LoadBalancer = var.load_balancer_arn_suffix, TargetGroup = suffix }
        metric_name = metric
        namespace   = "AWS/ApplicationELB"
        statistic   = statistic
      }
    }
  }
}

module "release_alarms" {
  source = "../../../../../modules/alarms"
  count  = local.blue_green ? 1 : 0

  name       = "${var.name}-release"
  tags       = var.tags
  topic_arns = { critical = "arn:${local.partition}:sns:${var.region}:${var.account_id}:${var.alarm_topic_name}" }

  expression_alarms = {
    errors = {
      description        = "The tasks of ${var.name} answered more than ${var.release.error_threshold} requests in a minute with an error of their own."
      expression         = "FILL(blue, 0) + FILL(green, 0)"
      metrics            = local.release_metrics["HTTPCode_Target_5XX_Count"]
      severity           = "critical"
      threshold          = var.release.error_threshold
      treat_missing_data = "notBreaching"
    }
    latency = {
      description        = "One in twenty requests to ${var.name} took longer than ${var.release.latency_seconds} seconds, for three minutes."
      evaluation_periods = 3
      expression         = "MAX([FILL(blue, 0), FILL(green, 0)])"
      metrics            = local.release_metrics["TargetResponseTime"]
      severity           = "critical"
      threshold          = var.release.latency_seconds
      treat_missing_data = "notBreaching"
    }
  }
}

module "release" {
  source = "../../../../../modules/codedeploy"
  count  = local.blue_green ? 1 : 0

  account_id       = var.account_id
  compute_platform = "ECS"
  name             = var.name
  region           = var.region
  tags             = var.tags

  deployment_groups = {
    blue-green = {
      alarm_names       = values(module.release_alarms[0].names)
      deployment_config = var.release.deployment_config

      ecs = {
        cluster_name             = var.cluster_name
        execution_role_arn       = module.roles["execution"].arn
        listener_arn             = var.listener_arn
        service_name             = module.service.name
        target_group_names       = values(module.service.target_group_names)
        task_role_arn            = module.roles["task"].arn
        termination_wait_minutes = var.release.termination_wait_minutes
      }
    }
  }
}
