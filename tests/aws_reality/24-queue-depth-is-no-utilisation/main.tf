resource "aws_appautoscaling_target" "worker" {
  max_capacity       = 12
  min_capacity       = 4
  resource_id        = "service/shop/shop-worker"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}

resource "aws_appautoscaling_policy" "worker" {
  name               = "shop-worker-queue"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.worker.resource_id
  scalable_dimension = aws_appautoscaling_target.worker.scalable_dimension
  service_namespace  = aws_appautoscaling_target.worker.service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = 100

    customized_metric_specification {
      metric_name = "QueueDepth"
      namespace   = "Shop"
      statistic   = "Average"
    }
  }
}
