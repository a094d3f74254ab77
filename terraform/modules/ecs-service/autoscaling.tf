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

  # What a policy tracks that is computed. Target tracking adds tasks until the metric falls to its target, so it needs one that falls
  # as tasks are added: for a queue, what there is to do, divided by the tasks that run.
  computed_metrics = var.autoscaling == null ? {} : merge(
    {
      for key, policy in var.autoscaling.policies : key => {
        expression = "work / FILL(tasks, 1)"
        id         = "per_task"
        metrics = {
          tasks = local.running_tasks
          work = {
            dimensions = policy.custom_metric.dimensions
            name       = policy.custom_metric.name
            namespace  = policy.custom_metric.namespace
            statistic  = policy.custom_metric.statistic
          }
        }
      } if try(policy.custom_metric.per_task, false)
    },
    {
      for key, policy in var.autoscaling.policies : key => {
        expression = policy.expression_metric.expression
        id         = "result"
        metrics    = policy.expression_metric.metrics
      } if policy.expression_metric != null
    },
  )
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
      for_each = contains(keys(local.predefined_metrics), each.value.metric) ? [local.predefined_metrics[each.value.metric]] : []

      content {
        predefined_metric_type = predefined_metric_specification.value
        resource_label         = each.value.resource_label
      }
    }

    dynamic "customized_metric_specification" {
      for_each = each.value.metric == "custom" && !contains(keys(local.computed_metrics), each.key) ? [each.value.custom_metric] : []

      content {
        metric_name = customized_metric_specification.value.name
        namespace   = customized_metric_specification.value.namespace
        statistic   = customized_metric_specification.value.statistic

        dynamic "dimensions" {
          for_each = customized_metric_specification.value.dimensions

          content {
            name  = dimensions.key
            value = dimensions.value
          }
        }
      }
    }

    dynamic "customized_metric_specification" {
      for_each = contains(keys(local.computed_metrics), each.key) ? [local.computed_metrics[each.key]] : []

      content {
        dynamic "metrics" {
          for_each = customized_metric_specification.value.metrics

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

        metrics {
          id          = customized_metric_specification.value.id
          expression  = customized_metric_specification.value.expression
          return_data = true
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
