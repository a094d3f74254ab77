# A dashboard is one JSON document, so its metrics are named by what is known beforehand. What carries a random part in its dimensions
# (load balancers, NAT gateways, distribution) is searched for.
locals {
  alb_words     = replace(module.alb.name, "-", " ")
  app_alb_words = replace(module.app_alb.name, "-", " ")

  searches = {
    alb_bytes     = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"ProcessedBytes\" ${local.alb_words}', 'Sum')"
    alb_errors    = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"HTTPCode_Target_5XX_Count\" ${local.alb_words}', 'Sum')"
    alb_health    = "SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName=(\"HealthyHostCount\" OR \"UnHealthyHostCount\") ${local.alb_words}', 'Maximum')"
    alb_latency   = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"TargetResponseTime\" ${local.alb_words}', 'p95')"
    alb_requests  = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"RequestCount\" ${local.alb_words}', 'Sum')"
    app_health    = "SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName=(\"HealthyHostCount\" OR \"UnHealthyHostCount\") ${local.app_alb_words}', 'Maximum')"
    app_latency   = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"TargetResponseTime\" ${local.app_alb_words}', 'p95')"
    cdn_bytes     = "SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName=\"BytesDownloaded\"', 'Sum')"
    cdn_errors    = "SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName=\"5xxErrorRate\"', 'Average')"
    cdn_hits      = "SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName=\"CacheHitRate\"', 'Average')"
    cdn_requests  = "SEARCH('{AWS/CloudFront,DistributionId,Region} MetricName=\"Requests\"', 'Sum')"
    nat_bytes     = "SEARCH('{AWS/NATGateway,NatGatewayId} MetricName=\"BytesOutToDestination\"', 'Sum')"
    nat_errors    = "SEARCH('{AWS/NATGateway,NatGatewayId} MetricName=\"ErrorPortAllocation\"', 'Sum')"
    rum_errors    = "SEARCH('{AWS/RUM,application_name} MetricName=\"JsErrorCount\"', 'Sum')"
    rum_sessions  = "SEARCH('{AWS/RUM,application_name} MetricName=(\"SessionCount\" OR \"PageViewCount\")', 'Sum')"
    rum_page_load = "SEARCH('{AWS/RUM,application_name} MetricName=\"PerformanceNavigationDuration\"', 'p75')"
  }

  # The groups of instances and the services by what is known of them before an apply.
  group_metrics = {
    for metric, namespace in {
      CPUUtilization    = "AWS/EC2"
      NetworkIn         = "AWS/EC2"
      NetworkOut        = "AWS/EC2"
      StatusCheckFailed = "AWS/EC2"
      disk_used_percent = local.metric_namespace
      mem_used_percent  = local.metric_namespace
      } : metric => [
      for tier, group in local.host_groups : {
        dimensions  = { AutoScalingGroupName = group }
        label       = tier
        metric_name = metric
        namespace   = namespace
      }
    ]
  }

  service_metrics = {
    for metric in ["CPUUtilization", "MemoryUtilization"] : metric => [
      for key, dimensions in local.service_dimensions : { dimensions = dimensions, label = key, metric_name = metric, namespace = "AWS/ECS" }
    ]
  }

  function_metrics = {
    for metric in ["ConcurrentExecutions", "Duration", "Errors", "Invocations", "Throttles"] : metric => [
      for key, function in module.functions : {
        dimensions  = { FunctionName = function.name }
        label       = key
        metric_name = metric
        namespace   = "AWS/Lambda"
      }
    ]
  }

  api_metrics = {
    for metric in ["4XXError", "5XXError", "Count", "IntegrationLatency", "Latency"] :
    metric => { dimensions = local.api_dimensions, metric_name = metric, namespace = "AWS/ApiGateway" }
  }

  database_metrics = {
    for metric in [
      "CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "FreeableMemory", "ReadIOPS", "ReadLatency", "WriteIOPS", "WriteLatency",
    ] : metric => { dimensions = local.database_dimensions, metric_name = metric, namespace = "AWS/RDS" }
  }

  cache_metrics = {
    for metric in ["CurrConnections", "DatabaseMemoryUsagePercentage", "EngineCPUUtilization", "Evictions"] : metric => [
      for node in module.cache.member_clusters : {
        dimensions  = { CacheClusterId = node }
        label       = node
        metric_name = metric
        namespace   = "AWS/ElastiCache"
      }
    ]
  }

  queue_metrics = {
    waiting = [
      for key, queue in module.queues : {
        dimensions  = { QueueName = queue.name }
        label       = key
        metric_name = "ApproximateNumberOfMessagesVisible"
        namespace   = "AWS/SQS"
      }
    ]
    dead = [
      for key, queue in module.queues : {
        dimensions  = { QueueName = queue.dead_letters.name }
        label       = key
        metric_name = "ApproximateNumberOfMessagesVisible"
        namespace   = "AWS/SQS"
      }
    ]
  }

  business_metrics = {
    for metric in keys(local.business_events) : metric => { metric_name = metric, namespace = local.metric_namespace, statistic = "Sum" }
  }

  # Rates of the business, each from two custom metrics.
  business_rates = {
    "Forms sent of those opened, in percent" = { part = "FormSubmissions", whole = "FormViews" }
    "Uploads that succeed, in percent"       = { part = "UploadsStored", whole = "UploadsStarted" }
    "Visits that convert, in percent"        = { part = "Conversions", whole = "Visits" }
  }

  rate_widgets = [
    for title, rate in local.business_rates : {
      title       = title
      expressions = [{ expression = "100 * part / whole", label = "rate" }]
      metrics = [
        for id, metric in rate : merge(local.business_metrics[metric], { id = id, visible = false })
      ]
      period = 3600
    }
  ]

  log_widgets = {
    api = {
      title     = "Errors in the log of the API"
      log_query = { log_group_names = [local.log_groups["api"]], query = "fields @timestamp, @message | filter @message like /ERROR|CRITICAL/ | sort @timestamp desc | limit 50" }
      view      = "table"
      width     = 24
    }
    database = {
      title     = "Slow queries and errors of the database"
      log_query = { log_group_names = [local.log_groups["database-postgresql"]], query = "fields @timestamp, @message | filter @message like /duration:|ERROR|FATAL/ | sort @timestamp desc | limit 50" }
      view      = "table"
      width     = 24
    }
    files = {
      title     = "Files that could not be processed"
      log_query = { log_group_names = [module.functions["file-processor"].log_group_name], query = "fields @timestamp, @message | filter level = \"ERROR\" | sort @timestamp desc | limit 50" }
      view      = "table"
      width     = 24
    }
    web = {
      title     = "Failed requests by page"
      log_query = { log_group_names = [local.log_groups["web-access"]], query = "filter status >= 500 | stats count(*) as failed by request | sort failed desc | limit 50" }
      view      = "table"
      width     = 24
    }
    worker = {
      title     = "Errors in the log of the worker"
      log_query = { log_group_names = [local.log_groups["worker"]], query = "fields @timestamp, @message | filter @message like /ERROR|CRITICAL/ | sort @timestamp desc | limit 50" }
      view      = "table"
      width     = 24
    }
  }

  # What instances, services and databases use of what they have. Below 20 or above 80 percent over two weeks somebody looks at the size.
  utilisation = merge(
    { for metric in local.group_metrics["CPUUtilization"] : "instances ${metric.label}" => metric },
    { for metric in local.service_metrics["CPUUtilization"] : "service ${metric.label}" => metric },
    { database = merge(local.database_metrics["CPUUtilization"], { label = "database" }) },
  )

  utilisation_names = sort(keys(local.utilisation))

  widgets = {
    api_errors = {
      title = "Failed requests to the API in percent"
      metrics = [
        for id, metric in { failed = "5XXError", requests = "Count" } : merge(local.api_metrics[metric], { id = id, statistic = "Sum", visible = false })
      ]
      expressions = [{ expression = "100 * failed / requests", label = "error rate" }]
    }
    api_latency  = { title = "Response time of the API in milliseconds", metrics = [local.api_metrics["Latency"], local.api_metrics["IntegrationLatency"]], statistic = "p95" }
    api_requests = { title = "Requests to the API", metrics = [local.api_metrics["Count"]], statistic = "Sum" }
    cdn_hits     = { title = "Hits of the distribution in percent", expressions = [{ expression = local.searches.cdn_hits }], region = "us-east-1" }
    database_cpu = { title = "CPU of the database in percent", metrics = [local.database_metrics["CPUUtilization"]] }
    dead_letters = { title = "Messages that nobody could process", metrics = local.queue_metrics.dead, statistic = "Maximum" }
    group_cpu    = { title = "CPU of the instances in percent", metrics = local.group_metrics["CPUUtilization"] }
    service_cpu  = { title = "CPU of the services in percent", metrics = local.service_metrics["CPUUtilization"] }
    targets      = { title = "Healthy and unhealthy targets", expressions = [for search in ["alb_health", "app_health"] : { expression = local.searches[search] }] }
    uploads      = { title = "Uploads", metrics = [for metric in ["UploadsFailed", "UploadsStarted", "UploadsStored"] : local.business_metrics[metric]], statistic = "Sum" }
    web_errors   = { title = "Failed requests to the website", expressions = [{ expression = local.searches.alb_errors }], statistic = "Sum" }
    web_latency  = { title = "Response time of the website in seconds", expressions = [{ expression = local.searches.alb_latency }] }
    web_requests = { title = "Requests to the website", expressions = [{ expression = local.searches.alb_requests }], statistic = "Sum" }
  }

  # AWS publishes what an account costs in us-east-1 only.
  charges = {
    title   = "Estimated charges of the month in US dollars"
    metrics = [{ metric_name = "EstimatedCharges", namespace = "AWS/Billing", dimensions = { Currency = "USD" } }]
    period  = 21600
    region  = "us-east-1"
    width   = 24
  }

  dashboards = {
    # For whoever answers for the business.
    executive = concat(
      [local.widgets.web_requests, local.widgets.web_errors, local.widgets.web_latency, local.widgets.targets],
      local.rate_widgets,
      [local.widgets.uploads, local.charges],
    )

    # For whoever is on call.
    operations = concat(
      [local.widgets.targets, local.widgets.web_errors, local.widgets.api_errors, local.widgets.web_latency],
      [
        { title = "Instances that fail the checks of EC2", metrics = local.group_metrics["StatusCheckFailed"], statistic = "Maximum" },
        local.widgets.group_cpu,
        { title = "Memory of the instances in percent", metrics = local.group_metrics["mem_used_percent"] },
        { title = "Fullest disk of the instances in percent", metrics = local.group_metrics["disk_used_percent"], statistic = "Maximum" },
        local.widgets.service_cpu,
        local.widgets.database_cpu,
        { title = "Errors in the logs of the services", metrics = [{ metric_name = "ApplicationErrors", namespace = local.metric_namespace }], statistic = "Sum" },
        local.widgets.dead_letters,
      ],
    )

    web = concat(
      [local.widgets.web_requests, local.widgets.web_latency, local.widgets.web_errors, local.widgets.cdn_hits, local.widgets.group_cpu, local.log_widgets.web],
      [
        for widget in [
          { title = "Page load time in milliseconds", expressions = [{ expression = local.searches.rum_page_load }] },
          { title = "Errors in browsers", expressions = [{ expression = local.searches.rum_errors }], statistic = "Sum" },
          { title = "Sessions and pages seen", expressions = [{ expression = local.searches.rum_sessions }], statistic = "Sum" },
      ] : widget if var.user_monitor_enabled],

      # How many journeys are completed.
      local.rate_widgets,
    )

    services = [
      local.widgets.api_requests,
      local.widgets.api_latency,
      local.widgets.api_errors,
      { title = "Response time of the services in seconds", expressions = [{ expression = local.searches.app_latency }] },
      local.widgets.service_cpu,
      { title = "Memory of the services in percent", metrics = local.service_metrics["MemoryUtilization"] },
      local.log_widgets.api,
      local.log_widgets.worker,
    ]

    files = concat(
      [
        for metric, title in { Duration = "Duration of calls in milliseconds", Errors = "Failed calls", Invocations = "Calls of the functions", Throttles = "Refused calls" } :
        { title = title, metrics = local.function_metrics[metric], statistic = metric == "Duration" ? "Average" : "Sum" }
      ],
      [
        local.widgets.uploads,
        { title = "Seconds for a file", metrics = [{ metric_name = "FileProcessingSeconds", namespace = local.metric_namespace }], statistic = "Maximum" },
        { title = "Messages that wait", metrics = local.queue_metrics.waiting, statistic = "Maximum" },
        local.widgets.dead_letters,
        local.log_widgets.files,
      ],
    )

    database = [
      local.widgets.database_cpu,
      { title = "Connections to the database", metrics = [local.database_metrics["DatabaseConnections"]] },
      { title = "Operations a second on the database's disk", metrics = [local.database_metrics["ReadIOPS"], local.database_metrics["WriteIOPS"]] },
      { title = "Latency of the database's disk in seconds", metrics = [local.database_metrics["ReadLatency"], local.database_metrics["WriteLatency"]] },
      { title = "Free memory of the database in bytes", metrics = [local.database_metrics["FreeableMemory"]] },
      { title = "Free storage of the database in bytes", metrics = [local.database_metrics["FreeStorageSpace"]] },
      { title = "CPU of Redis in percent", metrics = local.cache_metrics["EngineCPUUtilization"] },
      { title = "Memory of Redis in percent", metrics = local.cache_metrics["DatabaseMemoryUsagePercentage"] },
      { title = "Keys dropped by Redis", metrics = local.cache_metrics["Evictions"], statistic = "Sum" },
      local.log_widgets.database,
    ]

    network = [
      { title = "Bytes through the load balancer", expressions = [{ expression = local.searches.alb_bytes }], statistic = "Sum" },
      { title = "Bytes out through the NAT gateways", expressions = [{ expression = local.searches.nat_bytes }], statistic = "Sum" },
      { title = "Connections that a NAT gateway had no port for", expressions = [{ expression = local.searches.nat_errors }], statistic = "Sum" },
      { title = "Bytes from the distribution", expressions = [{ expression = local.searches.cdn_bytes }], region = "us-east-1", statistic = "Sum" },
      { title = "Requests to the distribution", expressions = [{ expression = local.searches.cdn_requests }], region = "us-east-1", statistic = "Sum" },
      { title = "Failed requests to the distribution in percent", expressions = [{ expression = local.searches.cdn_errors }], region = "us-east-1" },
      local.widgets.cdn_hits,
      { title = "Bytes in and out of the instances", metrics = concat(local.group_metrics["NetworkIn"], local.group_metrics["NetworkOut"]), statistic = "Sum" },
      { title = "Refused connections", metrics = [{ metric_name = "RejectedConnections", namespace = local.metric_namespace }], statistic = "Sum" },
    ]

    utilisation = concat(
      [
        {
          markdown = "What lies below 20 or above 80 percent over 14 days has the wrong size. The first table shows the use of those, and 0 for the others; the charts show the pattern of a day and of a week."
          height   = 2
          width    = 24
        },
        {
          title = "CPU below 20 or above 80 percent over 14 days"
          expressions = [
            for place, name in local.utilisation_names : { expression = "m${place} * ((m${place} < 20) + (m${place} > 80))", label = name }
          ]
          metrics = [
            for place, name in local.utilisation_names : merge(local.utilisation[name], { id = "m${place}", visible = false })
          ]
          period = 1209600
          view   = "table"
          width  = 24
        },
      ],
      [
        for period, title in { "3600" = "CPU in percent by the hour", "86400" = "CPU in percent by the day" } :
        { title = title, metrics = [for name in local.utilisation_names : local.utilisation[name]], period = tonumber(period), width = 24 }
      ],
      [{ title = "Functions that run at once", metrics = local.function_metrics["ConcurrentExecutions"], period = 3600, statistic = "Maximum" }],
    )

    cost = [
      local.charges,
      {
        title       = "Estimated charges by service"
        expressions = [{ expression = "SEARCH('{AWS/Billing,Currency,ServiceName} MetricName=\"EstimatedCharges\"', 'Maximum')" }]
        period      = 21600
        region      = "us-east-1"
        width       = 24
      },
    ]
  }
}

module "dashboards" {
  source = "../../modules/dashboards"

  name       = local.name
  region     = var.region
  dashboards = { for audience, widgets in merge(local.dashboards, var.custom_dashboards) : audience => { widgets = widgets } }
}
