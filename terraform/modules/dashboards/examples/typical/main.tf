module "dashboards" {
  source = "../.."

  name   = "shop-production"
  region = "eu-west-1"

  dashboards = {
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
