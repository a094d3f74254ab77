# A dashboard is one JSON document as well, so its metrics are named by what is known beforehand. The metrics of a load balancer
# carry a random part in their dimension: they are searched for by the words of its name.
locals {
  alb_words = replace(module.alb.name, "-", " ")

  alb_searches = {
    for metric, statistic in {
      HTTPCode_Target_5XX_Count = "Sum"
      RequestCount              = "Sum"
      TargetResponseTime        = "Average"
    } : metric => "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"${metric}\" ${local.alb_words}', '${statistic}')"
  }

  target_searches = {
    for metric, statistic in {
      HealthyHostCount   = "Minimum"
      UnHealthyHostCount = "Maximum"
    } : metric => "SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName=\"${metric}\" ${local.alb_words}', '${statistic}')"
  }

  service_metrics = {
    for metric in ["CPUUtilization", "MemoryUtilization"] : metric => [
      for key, dimensions in local.service_dimensions : {
        dimensions  = dimensions
        label       = key
        metric_name = metric
        namespace   = "AWS/ECS"
      }
    ]
  }

  database_metrics = {
    for metric in ["CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "ReadIOPS", "ReadLatency", "WriteIOPS", "WriteLatency"] :
    metric => { dimensions = local.database_dimensions, metric_name = metric, namespace = "AWS/RDS" }
  }

  redis_metrics = {
    for metric in ["CurrConnections", "DatabaseMemoryUsagePercentage", "EngineCPUUtilization", "Evictions"] : metric => [
      for node in module.cache.member_clusters : {
        dimensions  = { CacheClusterId = node }
        label       = node
        metric_name = metric
        namespace   = "AWS/ElastiCache"
      }
    ]
  }

  redis_hit_rate = {
    title = "Hit rate of the primary node in percent"
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
  }

  widgets = {
    alb_errors    = { title = "Failed requests", expressions = [{ expression = local.alb_searches["HTTPCode_Target_5XX_Count"] }] }
    alb_latency   = { title = "Latency in seconds", expressions = [{ expression = local.alb_searches["TargetResponseTime"] }] }
    alb_requests  = { title = "Requests", expressions = [{ expression = local.alb_searches["RequestCount"] }] }
    alb_targets   = { title = "Target health", expressions = [for search in values(local.target_searches) : { expression = search }] }
    database_cpu  = { title = "Database CPU in percent", metrics = [local.database_metrics["CPUUtilization"]] }
    redis_cpu     = { title = "Redis CPU in percent", metrics = local.redis_metrics["EngineCPUUtilization"] }
    service_cpu   = { title = "CPU of the tasks in percent", metrics = local.service_metrics["CPUUtilization"] }
    service_tasks = { title = "Running tasks", metrics = local.service_metrics["CPUUtilization"], statistic = "SampleCount", period = 60 }
  }
}

module "dashboards" {
  source = "../../modules/dashboards"

  name   = local.name
  region = var.region

  dashboards = {
    infrastructure = {
      widgets = [
        local.widgets.service_cpu,
        { title = "Memory of the tasks in percent", metrics = local.service_metrics["MemoryUtilization"] },
        local.widgets.service_tasks,
        local.widgets.alb_targets,
        local.widgets.database_cpu,
        local.widgets.redis_cpu,
      ]
    }
    application = {
      widgets = [
        local.widgets.alb_requests,
        local.widgets.alb_latency,
        local.widgets.alb_errors,
        local.widgets.alb_targets,
        {
          title     = "Errors in the application's log"
          metrics   = [{ metric_name = "ApplicationErrors", namespace = local.metric_namespace }]
          statistic = "Sum"
        },
        {
          title   = "Waiting jobs"
          metrics = [{ metric_name = "QueueDepth", namespace = local.metric_namespace, dimensions = { Queue = "celery" } }]
        },
      ]
    }
    database = {
      widgets = [
        local.widgets.database_cpu,
        { title = "Connections", metrics = [local.database_metrics["DatabaseConnections"]] },
        { title = "IOPS", metrics = [local.database_metrics["ReadIOPS"], local.database_metrics["WriteIOPS"]] },
        { title = "Latency in seconds", metrics = [local.database_metrics["ReadLatency"], local.database_metrics["WriteLatency"]] },
        { title = "Free storage in bytes", metrics = [local.database_metrics["FreeStorageSpace"]] },
      ]
    }
    cache = {
      widgets = [
        local.widgets.redis_cpu,
        { title = "Memory in percent", metrics = local.redis_metrics["DatabaseMemoryUsagePercentage"] },
        { title = "Connections", metrics = local.redis_metrics["CurrConnections"] },
        local.redis_hit_rate,
        { title = "Evictions", metrics = local.redis_metrics["Evictions"], statistic = "Sum" },
      ]
    }
    # AWS publishes what an account costs in us-east-1 only.
    cost = {
      widgets = [
        {
          title   = "Estimated charges of the month in US dollars"
          metrics = [{ metric_name = "EstimatedCharges", namespace = "AWS/Billing", dimensions = { Currency = "USD" } }]
          period  = 21600
          region  = "us-east-1"
          width   = 24
        },
        {
          title = "Estimated charges by service"
          expressions = [{
            expression = "SEARCH('{AWS/Billing,Currency,ServiceName} MetricName=\"EstimatedCharges\"', 'Maximum')"
          }]
          period = 21600
          region = "us-east-1"
          width  = 24
        },
      ]
    }
  }
}
