locals {
  # An Aurora cluster counts for all its instances.
  database_dimensions = var.is_aurora ? { DBClusterIdentifier = var.database_identifier } : { DBInstanceIdentifier = var.database_identifier }

  service_dimensions = { for service in var.service_names : service => { ClusterName = var.cluster_name, ServiceName = service } }

  service_alarms = merge([
    for service, dimensions in local.service_dimensions : {
      "${trimprefix(service, "${var.name}-")}-cpu" = {
        description        = "The tasks of ${service} use more than ${var.cpu_threshold} percent of their CPU."
        dimensions         = dimensions
        evaluation_periods = 3
        metric_name        = "CPUUtilization"
        namespace          = "AWS/ECS"
        period             = 300
        severity           = "warning"
        threshold          = var.cpu_threshold
      }
      "${trimprefix(service, "${var.name}-")}-memory" = {
        description        = "The tasks of ${service} use more than ${var.cpu_threshold} percent of their memory."
        dimensions         = dimensions
        evaluation_periods = 3
        metric_name        = "MemoryUtilization"
        namespace          = "AWS/ECS"
        period             = 300
        severity           = "warning"
        threshold          = var.cpu_threshold
      }
    }
  ]...)

  function_alarms = {
    for function in var.function_names : "function-${trimprefix(function, "${var.name}-")}-errors" => {
      description        = "More than 5 calls of the function ${function} failed in five minutes."
      dimensions         = { FunctionName = function }
      metric_name        = "Errors"
      namespace          = "AWS/Lambda"
      period             = 300
      severity           = "warning"
      statistic          = "Sum"
      threshold          = 5
      treat_missing_data = "notBreaching"
    }
  }

  queue_alarms = {
    for queue in var.queue_names : "queue-${trimprefix(queue, "${var.name}-")}" => {
      description        = "There are messages in ${queue}, which could not be worked off."
      dimensions         = { QueueName = queue }
      metric_name        = "ApproximateNumberOfMessagesVisible"
      namespace          = "AWS/SQS"
      period             = 300
      severity           = "warning"
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
  }

  # AWS counts what a month has cost so far several times a day, for the account that pays, in us-east-1:
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
  billing_alarms = var.billing_metrics_enabled && var.region == "us-east-1" ? {
    estimated-charges = {
      description        = "The month has cost more than its budget of ${var.monthly_budget} US dollars."
      dimensions         = { Currency = "USD" }
      metric_name        = "EstimatedCharges"
      namespace          = "AWS/Billing"
      period             = 21600
      severity           = "warning"
      statistic          = "Maximum"
      threshold          = var.monthly_budget
      treat_missing_data = "notBreaching"
    }
  } : {}
}

module "alarms" {
  source = "../../../../modules/alarms"

  name       = var.name
  tags       = var.tags
  topic_arns = { critical = local.topic_arn, warning = local.topic_arn }

  alarms = merge(local.service_alarms, local.function_alarms, local.queue_alarms, local.billing_alarms, {
    alb-errors = {
      description        = "The load balancer answered more than ${var.api_errors_threshold} requests in five minutes with an error of its own."
      dimensions         = { LoadBalancer = var.alb_arn_suffix }
      metric_name        = "HTTPCode_ELB_5XX_Count"
      namespace          = "AWS/ApplicationELB"
      period             = 300
      severity           = "critical"
      statistic          = "Sum"
      threshold          = var.api_errors_threshold
      treat_missing_data = "notBreaching"
    }
    database-connections = {
      description        = "There are more than ${var.database_connections_threshold} connections to the database."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "DatabaseConnections"
      namespace          = "AWS/RDS"
      period             = 300
      severity           = "warning"
      statistic          = "Maximum"
      threshold          = var.database_connections_threshold
    }
    database-cpu = {
      description        = "The database uses more than ${var.cpu_threshold} percent of its CPU."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "CPUUtilization"
      namespace          = "AWS/RDS"
      period             = 300
      severity           = "warning"
      threshold          = var.cpu_threshold
    }
  })
}
