module "dashboards" {
  source = "../.."

  name   = "shop-production"
  region = "us-east-1"

  dashboards = {
    service = {
      widgets = [{
        title = "CPU of the application"
        metrics = [{
          dimensions  = { ClusterName = "shop-production", ServiceName = "shop-production-app" }
          metric_name = "CPUUtilization"
          namespace   = "AWS/ECS"
        }]
      }]
    }
  }
}
