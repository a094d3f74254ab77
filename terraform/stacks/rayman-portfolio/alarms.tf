locals {
  database_dimensions = { DBInstanceIdentifier = module.database.identifier }
  service_dimensions  = { ClusterName = module.cluster.name, ServiceName = module.service.name }

  function_alarms = merge([
    for key in keys(local.functions) : {
      "function-${key}-errors" = {
        description        = "More than 5 calls of the function ${key} failed in a minute."
        dimensions         = { FunctionName = module.functions[key].name }
        metric_name        = "Errors"
        namespace          = "AWS/Lambda"
        severity           = "warning"
        statistic          = "Sum"
        threshold          = 5
        treat_missing_data = "notBreaching"
      }
      "function-${key}-slow" = {
        description        = "A call of the function ${key} took more than 90 percent of the time that it has."
        dimensions         = { FunctionName = module.functions[key].name }
        evaluation_periods = 3
        metric_name        = "Duration"
        namespace          = "AWS/Lambda"
        severity           = "warning"
        statistic          = "Maximum"
        threshold          = floor(900 * var.functions[key].timeout_seconds)
        treat_missing_data = "notBreaching"
      }
      "function-${key}-throttles" = {
        description        = "Calls of the function ${key} are refused because too many run at once."
        dimensions         = { FunctionName = module.functions[key].name }
        metric_name        = "Throttles"
        namespace          = "AWS/Lambda"
        severity           = "warning"
        statistic          = "Sum"
        threshold          = 0
        treat_missing_data = "notBreaching"
      }
    }
  ]...)

  queue_alarms = {
    for key, queue in module.queues : "queue-${key}-dead-letters" => {
      description        = "Messages of the queue ${key} could not be processed."
      dimensions         = { QueueName = queue.dead_letters.name }
      metric_name        = "ApproximateNumberOfMessagesVisible"
      namespace          = "AWS/SQS"
      severity           = "warning"
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
  }

  redis_alarms = {
    for node in module.cache.member_clusters : "redis-${substr(node, -3, 3)}-evictions" => {
      description        = "The Redis node ${node} drops keys for want of memory, three times in a row."
      dimensions         = { CacheClusterId = node }
      evaluation_periods = 3
      metric_name        = "Evictions"
      namespace          = "AWS/ElastiCache"
      period             = 300
      severity           = "warning"
      statistic          = "Sum"
      threshold          = 0
    }
  }
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = { critical = local.alerts_topic_arn, warning = local.alerts_topic_arn }

  alarms = merge(local.function_alarms, local.queue_alarms, local.redis_alarms, {
    api-errors = {
      description        = "The API answered more than 10 requests in a minute with an error of its own."
      dimensions         = { ApiId = module.api.id }
      metric_name        = "5xx"
      namespace          = "AWS/ApiGateway"
      severity           = "critical"
      statistic          = "Sum"
      threshold          = 10
      treat_missing_data = "notBreaching"
    }
    app-errors = {
      description        = "The application logs more than 100 errors a minute."
      metric_name        = "ApplicationErrors"
      namespace          = local.metric_namespace
      severity           = "warning"
      statistic          = "Sum"
      threshold          = 100
      treat_missing_data = "notBreaching"
    }
    # Every running task gives one sample a minute, so the sample count is the task count, also without Container Insights.
    app-stopped = {
      comparison_operator = "LessThanThreshold"
      description         = "No task of the application is running."
      dimensions          = local.service_dimensions
      evaluation_periods  = 2
      metric_name         = "CPUUtilization"
      namespace           = "AWS/ECS"
      severity            = "critical"
      statistic           = "SampleCount"
      threshold           = 1
      treat_missing_data  = "breaching"
    }
    database-cpu = {
      description        = "The database uses more than 80 percent of its CPU."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "CPUUtilization"
      namespace          = "AWS/RDS"
      severity           = "warning"
      threshold          = 80
    }
    database-storage = {
      comparison_operator = "LessThanThreshold"
      description         = "Less than 10 percent of the database's storage is free."
      dimensions          = local.database_dimensions
      metric_name         = "FreeStorageSpace"
      namespace           = "AWS/RDS"
      severity            = "critical"
      statistic           = "Minimum"
      threshold           = floor(0.1 * var.database_allocated_storage_gb * 1024 * 1024 * 1024)
    }
    functions-concurrency = {
      description        = "The functions of the account use more than 80 percent of the instances that may run at once."
      metric_name        = "ConcurrentExecutions"
      namespace          = "AWS/Lambda"
      severity           = "critical"
      statistic          = "Maximum"
      threshold          = floor(0.8 * var.lambda_concurrency_limit)
      treat_missing_data = "notBreaching"
    }
  })
}
