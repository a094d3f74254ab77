module "dashboards" {
  source = "../.."

  name   = "shop-production"
  region = "eu-west-1"

  dashboards = {
    cost = {
      widgets = [{
        title   = "Estimated charges"
        period  = 21600
        region  = "us-east-1"
        metrics = [{ dimensions = { Currency = "USD" }, metric_name = "EstimatedCharges", namespace = "AWS/Billing", label = "Total" }]
      }]
    }
    errors = {
      widgets = [{
        title = "Errors of the application"
        view  = "table"
        width = 24

        log_query = {
          log_group_names = ["/ecs/shop-production/app", "/ecs/shop-production/worker"]
          query           = "fields @timestamp, @message | filter level = 'ERROR' | sort @timestamp desc"
        }
      }]
    }
    service = {
      widgets = [
        { markdown = "# Shop\nRunbook: see the repository.", width = 24, height = 2 },
        {
          title     = "Requests"
          statistic = "Sum"
          width     = 12
          expressions = [{
            expression = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"RequestCount\" shop production', 'Sum')"
          }]
        },
        {
          title       = "Hit rate"
          view        = "singleValue"
          expressions = [{ expression = "100 * hits / (hits + misses)", label = "percent" }]
          metrics = [
            { id = "hits", metric_name = "CacheHits", namespace = "AWS/ElastiCache", visible = false, statistic = "Sum" },
            { id = "misses", metric_name = "CacheMisses", namespace = "AWS/ElastiCache", visible = false, statistic = "Sum" },
          ]
        },
      ]
    }
  }
}
