locals {
  predefined_metrics = {
    cpu      = "ASGAverageCPUUtilization"
    requests = "ALBRequestCountPerTarget"
  }
}

resource "aws_autoscaling_policy" "this" {
  for_each = var.policies

  name                   = "${var.name}-${each.key}"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    disable_scale_in = each.value.scale_out_only
    target_value     = each.value.target

    dynamic "predefined_metric_specification" {
      for_each = contains(keys(local.predefined_metrics), each.value.metric) ? [local.predefined_metrics[each.value.metric]] : []

      content {
        predefined_metric_type = predefined_metric_specification.value
        resource_label         = each.value.resource_label
      }
    }

    # What there is to do, divided by the instances that do it: the depth alone does not fall as instances are added.
    # https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html
    dynamic "customized_metric_specification" {
      for_each = each.value.metric == "queue" ? [each.value.queue_name] : []

      content {
        metrics {
          id          = "work"
          return_data = false

          metric_stat {
            stat = "Sum"

            metric {
              metric_name = "ApproximateNumberOfMessagesVisible"
              namespace   = "AWS/SQS"

              dimensions {
                name  = "QueueName"
                value = customized_metric_specification.value
              }
            }
          }
        }

        metrics {
          id          = "instances"
          return_data = false

          metric_stat {
            stat = "Average"

            metric {
              metric_name = "GroupInServiceInstances"
              namespace   = "AWS/AutoScaling"

              dimensions {
                name  = "AutoScalingGroupName"
                value = aws_autoscaling_group.this.name
              }
            }
          }
        }

        metrics {
          id          = "per_instance"
          expression  = "work / IF(instances > 0, instances, 1)"
          return_data = true
        }
      }
    }
  }
}

resource "aws_autoscaling_schedule" "this" {
  for_each = var.schedules

  scheduled_action_name  = "${var.name}-${each.key}"
  autoscaling_group_name = aws_autoscaling_group.this.name
  desired_capacity       = each.value.desired_count
  max_size               = each.value.max_count
  min_size               = each.value.min_count
  recurrence             = each.value.recurrence
  time_zone              = each.value.timezone
}
