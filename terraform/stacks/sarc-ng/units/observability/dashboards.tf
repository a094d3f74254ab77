# A dashboard is one JSON document, so its metrics are named by what is known beforehand. What carries a random part in its dimensions
# (load balancer, API) is searched for.

locals {
  # A search finds words; in quotes it would have to be the whole name, which ends with what AWS chooses.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
  alb_words = replace(var.alb_name, "-", " ")

  searches = {
    alb_count   = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"RequestCount\" ${local.alb_words}', 'Sum')"
    alb_errors  = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=(\"HTTPCode_ELB_5XX_Count\" OR \"HTTPCode_Target_5XX_Count\" OR \"HTTPCode_Target_4XX_Count\") ${local.alb_words}', 'Sum')"
    alb_latency = "SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\"TargetResponseTime\" ${local.alb_words}', 'p95')"
    api_count   = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=\"Count\"', 'Sum')"
    api_errors  = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=(\"4xx\" OR \"5xx\")', 'Sum')"
    api_latency = "SEARCH('{AWS/ApiGateway,ApiId} MetricName=\"Latency\"', 'p95')"
  }

  application_widgets = concat(
    [
      { title = "Request latency of the load balancer in seconds (p95)", expressions = [{ expression = local.searches.alb_latency }] },
      { title = "Request latency of the API in milliseconds (p95)", expressions = [{ expression = local.searches.api_latency }] },
      { title = "Error rate: failed requests", expressions = [for search in ["alb_errors", "api_errors"] : { expression = local.searches[search] }], statistic = "Sum" },
      { title = "Throughput: requests", expressions = [for search in ["alb_count", "api_count"] : { expression = local.searches[search] }], statistic = "Sum" },
      {
        title = "Utilisation of the tasks in percent"
        metrics = flatten([
          for service in sort(keys(local.service_dimensions)) : [
            for metric in ["CPUUtilization", "MemoryUtilization"] : {
              dimensions  = local.service_dimensions[service]
              label       = "${service} ${metric}"
              metric_name = metric
              namespace   = "AWS/ECS"
            }
          ]
        ])
      },
      {
        title = "Calls of the functions"
        metrics = flatten([
          for function in sort(var.function_names) : [
            for metric in ["Errors", "Invocations"] : { dimensions = { FunctionName = function }, label = "${function} ${metric}", metric_name = metric, namespace = "AWS/Lambda" }
          ]
        ])
        statistic = "Sum"
      },
    ],
    [
      for metric, title in {
        api_response_time        = "Response time as the application measures it (api_response_time)"
        reservation_success_rate = "Reservations that succeed (reservation_success_rate)"
        resource_utilization     = "Use of resources (resource_utilization)"
      } : { title = title, expressions = [{ expression = "SEARCH('{${local.metric_namespace},service} MetricName=\"${metric}\"', 'Average')" }] }
    ],
    var.billing_metrics_enabled ? [
      {
        title     = "Estimated charges of the month in US dollars"
        metrics   = [{ dimensions = { Currency = "USD" }, metric_name = "EstimatedCharges", namespace = "AWS/Billing" }]
        period    = 21600
        region    = "us-east-1"
        statistic = "Maximum"
      },
    ] : [],
  )

  database_metrics = {
    for metric in ["AuroraReplicaLag", "CPUUtilization", "CommitLatency", "DMLLatency", "DatabaseConnections", "Deadlocks", "FreeStorageSpace", "Queries", "ReadLatency", "RowLockTime", "SelectLatency", "WriteLatency"] :
    metric => { dimensions = local.database_dimensions, metric_name = metric, namespace = "AWS/RDS" }
  }

  database_widgets = concat(
    [
      { title = "Utilisation of the database in percent", metrics = [local.database_metrics["CPUUtilization"]] },
      {
        title   = "Query performance"
        metrics = [for metric in var.is_aurora ? ["SelectLatency", "DMLLatency", "CommitLatency", "Queries"] : ["ReadLatency", "WriteLatency"] : local.database_metrics[metric]]
      },
      { title = "Connections to the database", metrics = [local.database_metrics["DatabaseConnections"]] },
      {
        title       = "Connection pool of the application (database_connection_pool)"
        expressions = [{ expression = "SEARCH('{${local.metric_namespace},service} MetricName=\"database_connection_pool\"', 'Maximum')" }]
      },
      {
        title = "Slow queries"
        log_query = {
          log_group_names = [var.log_group_names["slowquery"]]
          query           = "parse @message /Query_time: (?<seconds>[0-9.]+)/ | filter ispresent(seconds) | sort seconds desc | display @timestamp, seconds, @message | limit 20"
        }
        view  = "table"
        width = 24
      },
      # With innodb_print_all_deadlocks the server writes each of them.
      {
        title = "Lock contention: deadlocks and waits for locks in the log of errors"
        log_query = {
          log_group_names = [var.log_group_names["error"]]
          query           = "filter @message like /(?i)(deadlock|lock wait timeout)/ | sort @timestamp desc | display @timestamp, @message | limit 20"
        }
        view  = "table"
        width = 24
      },
    ],
    var.is_aurora ? [
      { title = "Lock contention: time in locks and deadlocks", metrics = [local.database_metrics["RowLockTime"], local.database_metrics["Deadlocks"]] },
      ] : [
      { title = "Free storage of the database in bytes", metrics = [local.database_metrics["FreeStorageSpace"]] },
    ],
  )
}

module "dashboards" {
  source = "../../../../modules/dashboards"

  name   = var.name
  region = var.region

  dashboards = {
    application = { widgets = local.application_widgets }
    database    = { widgets = local.database_widgets }
  }
}
