locals {
  predefined_metrics = {
    cpu      = "ECSServiceAverageCPUUtilization"
    memory   = "ECSServiceAverageMemoryUtilization"
    requests = "ALBRequestCountPerTarget"
  }

  # Each task gives one sample of its CPU a minute, also without Container Insights.
  running_tasks = {
    dimensions = { ClusterName = var.cluster_name, ServiceName = local.service_resource.name }
    name       = "CPUUtilization"
    namespace  = "AWS/ECS"
    statistic  = "SampleCount"
  }
}

resource "aws_appautoscaling_target" "this" {
  count = var.autoscaling == null ? 0 : 1

  max_capacity       = var.autoscaling.max_count
  min_capacity       = var.autoscaling.min_count
  resource_id        = "service/${var.cluster_name}/${local.service_resource.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
  tags               = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  for_each = var.autoscaling == null ? {} : var.autoscaling.policies

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = each.value.scale_in_cooldown
    scale_out_cooldown = each.value.scale_out_cooldown
    target_value       = each.value.target

    dynamic "predefined_metric_specification" {
      for_each = each.value.metric == "custom" ? [] : [local.predefined_metrics[each.value.metric]]

      content {
        predefined_metric_type = predefined_metric_specification.value
        resource_label         = each.value.resource_label
      }
    }

    dynamic "customized_metric_specification" {
      for_each = each.value.metric == "custom" ? [each.value.custom_metric] : []

      content {
        metric_name = customized_metric_specification.value.per_task ? null : customized_metric_specification.value.name
        namespace   = customized_metric_specification.value.per_task ? null : customized_metric_specification.value.namespace
        statistic   = customized_metric_specification.value.per_task ? null : customized_metric_specification.value.statistic

        dynamic "dimensions" {
          for_each = customized_metric_specification.value.per_task ? {} : customized_metric_specification.value.dimensions

          content {
            name  = dimensions.key
            value = dimensions.value
          }
        }

        # Target tracking adds tasks until the metric falls to its target, so it needs one that falls as tasks are added: what
        # there is to do, divided by the tasks that run.
        dynamic "metrics" {
          for_each = {
            for id, metric in { tasks = local.running_tasks, work = customized_metric_specification.value } : id => metric
            if customized_metric_specification.value.per_task
          }

          content {
            id          = metrics.key
            return_data = false

            metric_stat {
              stat = metrics.value.statistic

              metric {
                metric_name = metrics.value.name
                namespace   = metrics.value.namespace

                dynamic "dimensions" {
                  for_each = metrics.value.dimensions

                  content {
                    name  = dimensions.key
                    value = dimensions.value
                  }
                }
              }
            }
          }
        }

        dynamic "metrics" {
          for_each = customized_metric_specification.value.per_task ? [true] : []

          content {
            id          = "per_task"
            expression  = "work / FILL(tasks, 1)"
            return_data = true
          }
        }
      }
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = var.autoscaling == null ? {} : var.autoscaling.schedules

  name               = "${var.name}-${each.key}"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  schedule           = each.value.schedule
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  timezone           = each.value.timezone

  scalable_target_action {
    max_capacity = each.value.max_count
    min_capacity = each.value.min_count
  }
}
