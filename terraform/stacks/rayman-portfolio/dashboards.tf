# A dashboard is one JSON document, so its metrics are named by what is known beforehand. What carries a random part in its dimensions
# (load balancer, API, NAT gateways, distribution) is searched for.
locals {
  alb_words = replace(module.alb.name, "-", " ")

  searches = {
    api_count   = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=\"Count\"', 'Sum')"
    api_errors  = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=(\"4xx\" OR \"5xx\")', 'Sum')"
    api_latency = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=\"Latency\"', 'Average')"
    alb_count   = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"RequestCount\" ${local.alb_words}', 'Sum')"
    alb_errors  = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"HTTPCode_Target_5XX_Count\" ${local.alb_words}', 'Sum')"
    alb_latency = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"TargetResponseTime\" ${local.alb_words}', 'Average')"
    cdn_hits    = "SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName=\"CacheHitRate\"', 'Average')"
    nat_out     = "SEARCH('{AWS/NATGateway,NatGatewayId} MetricName=\"BytesOutToDestination\"', 'Sum')"
  }

  function_metrics = {
    for metric in ["Duration", "Errors", "Invocations", "Throttles"] : metric => [
      for key, function in module.functions : {
        dimensions  = { FunctionName = function.name }
        label       = key
        metric_name = metric
        namespace   = "AWS/Lambda"
      }
    ]
  }

  database_metrics = {
    for metric in ["CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "ReadLatency", "WriteLatency"] :
    metric => { dimensions = local.database_dimensions, metric_name = metric, namespace = "AWS/RDS" }
  }

  redis_metrics = {
    for metric in ["DatabaseMemoryUsagePercentage", "Evictions"] : metric => [
      for node in module.cache.member_clusters : {
        dimensions  = { CacheClusterId = node }
        label       = node
        metric_name = metric
        namespace   = "AWS/ElastiCache"
      }
    ]
  }

  widgets = concat(
    [
      { title = "Requests", expressions = [for search in ["api_count", "alb_count"] : { expression = local.searches[search] }], statistic = "Sum" },
      { title = "Response time (API in ms, load balancer in s)", expressions = [for search in ["api_latency", "alb_latency"] : { expression = local.searches[search] }] },
      { title = "Failed requests", expressions = [for search in ["api_errors", "alb_errors"] : { expression = local.searches[search] }], statistic = "Sum" },
      { title = "Errors in the application's log", metrics = [{ metric_name = "ApplicationErrors", namespace = local.metric_namespace }], statistic = "Sum" },
    ],
    [
      for metric, title in { Invocations = "Calls of the functions", Errors = "Failed calls", Throttles = "Refused calls", Duration = "Duration of calls in ms" } :
      { title = title, metrics = local.function_metrics[metric], statistic = metric == "Duration" ? "Average" : "Sum" }
    ],
    [
      { title = "Running tasks", metrics = [{ dimensions = local.service_dimensions, metric_name = "CPUUtilization", namespace = "AWS/ECS" }], statistic = "SampleCount", period = 60 },
      {
        title   = "Use of the tasks in percent"
        metrics = [for metric in ["CPUUtilization", "MemoryUtilization"] : { dimensions = local.service_dimensions, metric_name = metric, namespace = "AWS/ECS" }]
      },
      { title = "Database CPU in percent", metrics = [local.database_metrics["CPUUtilization"]] },
      { title = "Connections to the database", metrics = [local.database_metrics["DatabaseConnections"]] },
      { title = "Latency of the database in seconds", metrics = [local.database_metrics["ReadLatency"], local.database_metrics["WriteLatency"]] },
      { title = "Free storage of the database in bytes", metrics = [local.database_metrics["FreeStorageSpace"]] },
      {
        title = "Hits of Redis in percent"
        metrics = [
          for id, metric in { hits = "CacheHits", misses = "CacheMisses" } : {
            dimensions             = { CacheClusterId = module.cache.member_clusters[0] }
            id                     = id
            metric_name            = metric
            namespace              = "AWS/ElastiCache"
            statistic              = "Sum"
            visible                = false
          }
        ]
        expressions = [{ expression = "100 * hits / (hits + misses)", label = "hit rate" }]
      },
      { title = "Memory of Redis in percent", metrics = local.redis_metrics["DatabaseMemoryUsagePercentage"] },
      { title = "Keys dropped by Redis", metrics = local.redis_metrics["Evictions"], statistic = "Sum" },
      { title = "Bytes out through the NAT gateways", expressions = [{ expression = local.searches.nat_out }], statistic = "Sum" },
    ],
    # CloudFront publishes its metrics in us-east-1 only.
    var.cdn_enabled ? [{ title = "Hits of the distribution in percent", expressions = [{ expression = local.searches.cdn_hits }], region = "us-east-1" }] : [],
  )
}

module "dashboards" {
  source = "../../modules/dashboards"

  name       = local.name
  region     = var.region
  dashboards = { daily = { widgets = local.widgets } }
}
