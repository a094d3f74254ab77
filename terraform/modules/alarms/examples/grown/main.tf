module "alarms" {
  source = "../.."

  name = "shop-production"

  alarms = {
    app-latency = {
      description        = "One request in twenty takes more than 2 seconds."
      dimensions         = { LoadBalancer = "app/shop-production/0123456789abcdef" }
      metric_name        = "TargetResponseTime"
      namespace          = "AWS/ApplicationELB"
      severity           = "warning"
      statistic          = "p95"
      threshold          = 2
      treat_missing_data = "notBreaching"
    }
    a-new-one = {
      comparison_operator = "LessThanThreshold"
      description         = "No task is running."
      dimensions          = { ClusterName = "shop-production", ServiceName = "shop-production-app" }
      metric_name         = "RunningTaskCount"
      namespace           = "ECS/ContainerInsights"
      severity            = "critical"
      threshold           = 1
      treat_missing_data  = "breaching"
    }
    app-cpu = {
      datapoints_to_alarm = 2
      description         = "The application uses more than 80 percent of its CPU."
      dimensions          = { ClusterName = "shop-production", ServiceName = "shop-production-app" }
      evaluation_periods  = 3
      metric_name         = "CPUUtilization"
      namespace           = "AWS/ECS"
      severity            = "warning"
      threshold           = 80
    }
  }

  anomaly_alarms = {
    a-request-count = {
      description = "The number of requests is unusual."
      dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
      metric_name = "RequestCount"
      namespace   = "AWS/ApplicationELB"
      severity    = "warning"
      statistic   = "Sum"
    }
    request-count = {
      description = "The number of requests is unusual."
      dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
      metric_name = "RequestCount"
      namespace   = "AWS/ApplicationELB"
      severity    = "warning"
      statistic   = "Sum"
    }
  }

  composite_alarms = {
    users-suffer = {
      alarms      = ["app-latency", "error-rate"]
      description = "Users wait or see errors."
      severity    = "critical"
    }
    all-is-lost = {
      alarms      = ["a-new-one", "error-rate"]
      description = "No task is running and users see errors."
      match       = "all"
      severity    = "critical"
    }
  }

  expression_alarms = {
    another-rate = {
      description = "More than 5 percent of the requests fail."
      expression  = "100 * errors / requests"
      metrics = {
        errors = {
          dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
          metric_name = "HTTPCode_Target_5XX_Count"
          namespace   = "AWS/ApplicationELB"
          statistic   = "Sum"
        }
        requests = {
          dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
          metric_name = "RequestCount"
          namespace   = "AWS/ApplicationELB"
          statistic   = "Sum"
        }
      }
      severity           = "critical"
      threshold          = 5
      treat_missing_data = "notBreaching"
    }
    error-rate = {
      description = "More than 5 percent of the requests fail."
      expression  = "100 * errors / requests"
      metrics = {
        errors = {
          dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
          metric_name = "HTTPCode_Target_5XX_Count"
          namespace   = "AWS/ApplicationELB"
          statistic   = "Sum"
        }
        requests = {
          dimensions  = { LoadBalancer = "app/shop-production/0123456789abcdef" }
          metric_name = "RequestCount"
          namespace   = "AWS/ApplicationELB"
          statistic   = "Sum"
        }
      }
      severity           = "critical"
      threshold          = 5
      treat_missing_data = "notBreaching"
    }
  }

  topic_arns = {
    critical = "arn:aws:sns:us-east-1:123456789012:shop-production-critical"
    warning  = "arn:aws:sns:us-east-1:123456789012:shop-production-warning"
  }
}
