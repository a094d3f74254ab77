module "alarms" {
  source = "../.."

  name       = "shop-production"
  topic_arns = { warning = "arn:aws:sns:us-east-1:123456789012:shop-production-warning" }

  alarms = {
    app-cpu = {
      description = "The application uses more than 80 percent of its CPU."
      dimensions  = { ClusterName = "shop-production", ServiceName = "shop-production-app" }
      metric_name = "CPUUtilization"
      namespace   = "AWS/ECS"
      severity    = "warning"
      threshold   = 80
    }
  }
}
