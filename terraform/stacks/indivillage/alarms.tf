# Alarms are named by their service first: web, app, api, function, service, database, cache, queue, files, network, cdn. That is what
# var.service_alert_routes chooses by.

locals {
  api_dimensions      = { ApiName = module.api.name, Stage = module.api.stage_name }
  cdn_dimensions      = { DistributionId = module.distribution.id, Region = "Global" }
  database_dimensions = { DBInstanceIdentifier = module.database.identifier }
  host_groups         = { app = module.app_tier.name, web = module.web_tier.name }
  service_dimensions  = { for key, service in module.services : key => { ClusterName = module.cluster.name, ServiceName = service.name } }

  # Both balancers with their target groups.
  balancers = { app = module.app_alb, web = module.alb }

  target_dimensions = merge([
    for tier, balancer in local.balancers : {
      for group, suffix in balancer.target_group_arn_suffixes : "${tier}-${group}" => { LoadBalancer = balancer.arn_suffix, TargetGroup = suffix }
    }
  ]...)

  host_alarms = merge([
    for tier, group in local.host_groups : {
      "${tier}-cpu" = {
        description        = "The instances of the ${tier} tier use more than ${var.alarm_limits.cpu_percent} percent of their CPU."
        dimensions         = { AutoScalingGroupName = group }
        evaluation_periods = 3
        metric_name        = "CPUUtilization"
        namespace          = "AWS/EC2"
        period             = 300
        severity           = "medium"
        threshold          = var.alarm_limits.cpu_percent
        treat_missing_data = "notBreaching"
      }
      # Memory and disks are the agent's to tell.
      "${tier}-memory" = {
        description        = "The instances of the ${tier} tier use more than ${var.alarm_limits.memory_percent} percent of their memory."
        dimensions         = { AutoScalingGroupName = group }
        evaluation_periods = 3
        metric_name        = "mem_used_percent"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "medium"
        threshold          = var.alarm_limits.memory_percent
        treat_missing_data = "notBreaching"
      }
      "${tier}-disk" = {
        description        = "A disk of the ${tier} tier is more than ${var.alarm_limits.disk_percent} percent full."
        dimensions         = { AutoScalingGroupName = group }
        metric_name        = "disk_used_percent"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "high"
        statistic          = "Maximum"
        threshold          = var.alarm_limits.disk_percent
        treat_missing_data = "notBreaching"
      }
      "${tier}-status" = {
        description        = "An instance of the ${tier} tier fails the checks of EC2."
        dimensions         = { AutoScalingGroupName = group }
        evaluation_periods = 2
        metric_name        = "StatusCheckFailed"
        namespace          = "AWS/EC2"
        severity           = "high"
        statistic          = "Maximum"
        threshold          = 0
        treat_missing_data = "notBreaching"
      }
    }
  ]...)

  balancer_alarms = merge(
    {
      # A target group that a blue-green deployment holds ready has no targets, and no data.
      for key, dimensions in local.target_dimensions : "${key}-unhealthy" => {
        description        = "The load balancer finds a target of ${key} unhealthy."
        dimensions         = dimensions
        evaluation_periods = 3
        metric_name        = "UnHealthyHostCount"
        namespace          = "AWS/ApplicationELB"
        severity           = "high"
        statistic          = "Maximum"
        threshold          = 0
        treat_missing_data = "notBreaching"
      }
    },
    {
      # Outside production the website may rest.
      web-no-healthy-host = {
        comparison_operator = "LessThanThreshold"
        description         = "The load balancer has no healthy instance of the web tier."
        dimensions          = { LoadBalancer = module.alb.arn_suffix, TargetGroup = module.alb.target_group_arn_suffixes["web"] }
        evaluation_periods  = 2
        metric_name         = "HealthyHostCount"
        namespace           = "AWS/ApplicationELB"
        severity            = "critical"
        statistic           = "Maximum"
        threshold           = 1
        treat_missing_data  = var.environment == "production" ? "breaching" : "notBreaching"
      }
      web-latency = {
        description        = "Pages take more than ${var.alarm_limits.latency_seconds} seconds for one request in twenty."
        dimensions         = { LoadBalancer = module.alb.arn_suffix }
        evaluation_periods = 3
        metric_name        = "TargetResponseTime"
        namespace          = "AWS/ApplicationELB"
        severity           = "medium"
        statistic          = "p95"
        threshold          = var.alarm_limits.latency_seconds
        treat_missing_data = "notBreaching"
      }
    },
  )

  function_alarms = merge([
    for key, function in module.functions : {
      "function-${key}-errors" = {
        description        = "More than 5 calls of the function ${key} failed in five minutes."
        dimensions         = { FunctionName = function.name }
        metric_name        = "Errors"
        namespace          = "AWS/Lambda"
        period             = 300
        severity           = "medium"
        statistic          = "Sum"
        threshold          = 5
        treat_missing_data = "notBreaching"
      }
      "function-${key}-slow" = {
        description        = "A call of the function ${key} took more than 90 percent of the time that it has."
        dimensions         = { FunctionName = function.name }
        evaluation_periods = 3
        metric_name        = "Duration"
        namespace          = "AWS/Lambda"
        severity           = "low"
        statistic          = "Maximum"
        threshold          = floor(900 * function.timeout_seconds)
        treat_missing_data = "notBreaching"
      }
      "function-${key}-throttles" = {
        description        = "Calls of the function ${key} are refused because too many run at once."
        dimensions         = { FunctionName = function.name }
        metric_name        = "Throttles"
        namespace          = "AWS/Lambda"
        severity           = "medium"
        statistic          = "Sum"
        threshold          = 0
        treat_missing_data = "notBreaching"
      }
    }
  ]...)

  service_alarms = merge([
    for key, dimensions in local.service_dimensions : {
      "service-${key}-cpu" = {
        description        = "The tasks of ${key} use more than ${var.alarm_limits.cpu_percent} percent of their CPU."
        dimensions         = dimensions
        evaluation_periods = 3
        metric_name        = "CPUUtilization"
        namespace          = "AWS/ECS"
        severity           = "medium"
        threshold          = var.alarm_limits.cpu_percent
        treat_missing_data = "notBreaching"
      }
      "service-${key}-memory" = {
        description        = "The tasks of ${key} use more than ${var.alarm_limits.memory_percent} percent of their memory."
        dimensions         = dimensions
        evaluation_periods = 3
        metric_name        = "MemoryUtilization"
        namespace          = "AWS/ECS"
        severity           = "medium"
        threshold          = var.alarm_limits.memory_percent
        treat_missing_data = "notBreaching"
      }
    }
  ]...)

  replica_alarms = {
    for key, replica in module.database.replicas : "database-${key}-lag" => {
      description        = "The read replica ${key} is more than ${var.alarm_limits.reader_lag_seconds} seconds behind the database."
      dimensions         = { DBInstanceIdentifier = replica.identifier }
      evaluation_periods = 3
      metric_name        = "ReplicaLag"
      namespace          = "AWS/RDS"
      severity           = "medium"
      threshold          = var.alarm_limits.reader_lag_seconds
    }
  }

  cache_alarms = merge([
    for node in module.cache.member_clusters : {
      "cache-${substr(node, -3, 3)}-cpu" = {
        description        = "The engine of the Redis node ${node} uses more than ${var.alarm_limits.cpu_percent} percent of its CPU."
        dimensions         = { CacheClusterId = node }
        evaluation_periods = 3
        metric_name        = "EngineCPUUtilization"
        namespace          = "AWS/ElastiCache"
        period             = 300
        severity           = "medium"
        threshold          = var.alarm_limits.cpu_percent
      }
      "cache-${substr(node, -3, 3)}-memory" = {
        description        = "The Redis node ${node} uses more than ${var.alarm_limits.memory_percent} percent of its memory."
        dimensions         = { CacheClusterId = node }
        evaluation_periods = 3
        metric_name        = "DatabaseMemoryUsagePercentage"
        namespace          = "AWS/ElastiCache"
        period             = 300
        severity           = "medium"
        threshold          = var.alarm_limits.memory_percent
      }
    }
  ]...)

  queue_alarms = {
    for key, queue in module.queues : "queue-${key}-dead-letters" => {
      description        = "Messages of the queue ${key} could not be processed."
      dimensions         = { QueueName = queue.dead_letters.name }
      metric_name        = "ApproximateNumberOfMessagesVisible"
      namespace          = "AWS/SQS"
      severity           = "high"
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
  }

  # What rules, topics and functions could hand to nobody lies in a queue of its own.
  failure_alarms = {
    queue-failures-waiting = {
      description        = "Events, messages or calls could be handed to nobody."
      dimensions         = { QueueName = module.failures.name }
      metric_name        = "ApproximateNumberOfMessagesVisible"
      namespace          = "AWS/SQS"
      severity           = "high"
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
  }

  # CloudFront publishes its metrics in us-east-1 only, and an alarm looks at those of its own region.
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
  watches_distribution = var.region == "us-east-1"

  # How much passes through the network, by where it is counted.
  volumes = merge(
    {
      alb = { called = "load balancer", dimensions = { LoadBalancer = module.alb.arn_suffix }, metric_name = "ProcessedBytes", namespace = "AWS/ApplicationELB" }
    },
    {
      for zone, id in module.network.nat_gateway_ids : "nat-${zone}" => {
        called = "NAT gateway in ${zone}", dimensions = { NatGatewayId = id }, metric_name = "BytesOutToDestination", namespace = "AWS/NATGateway"
      }
    },
    local.watches_distribution ? {
      cdn = { called = "distribution", dimensions = local.cdn_dimensions, metric_name = "BytesDownloaded", namespace = "AWS/CloudFront" }
    } : {},
  )

  volume_alarms = {
    for key, volume in local.volumes : "network-${key}-volume" => {
      band_width          = 4
      comparison_operator = "GreaterThanUpperThreshold"
      description         = "Unusually much passes through the ${volume.called}."
      dimensions          = volume.dimensions
      metric_name         = volume.metric_name
      namespace           = volume.namespace
      severity            = "low"
      statistic           = "Sum"
    }
  }

  # What no fixed limit tells: more or less than at this time of the week.
  unusual = {
    for key, alarm in {
      api-requests-unusual = {
        description = "The API gets unusually many or few requests."
        dimensions  = local.api_dimensions
        metric_name = "Count"
        namespace   = "AWS/ApiGateway"
        severity    = "low"
        statistic   = "Sum"
      }
      database-connections-unusual = {
        comparison_operator = "GreaterThanUpperThreshold"
        description         = "The database has unusually many connections."
        dimensions          = local.database_dimensions
        metric_name         = "DatabaseConnections"
        namespace           = "AWS/RDS"
        severity            = "low"
      }
      web-requests-unusual = {
        description = "The website gets unusually many or few requests."
        dimensions  = { LoadBalancer = module.alb.arn_suffix }
        metric_name = "RequestCount"
        namespace   = "AWS/ApplicationELB"
        severity    = "low"
        statistic   = "Sum"
      }
    } : key => alarm if var.anomaly_alarms_enabled
  }
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = local.alert_topic_arns

  alarms = merge(
    local.balancer_alarms,
    local.cache_alarms,
    local.failure_alarms,
    local.function_alarms,
    local.host_alarms,
    local.queue_alarms,
    local.replica_alarms,
    local.service_alarms,
    {
      api-latency = {
        description        = "The API takes more than ${var.alarm_limits.latency_seconds} seconds for one request in twenty."
        dimensions         = local.api_dimensions
        evaluation_periods = 3
        metric_name        = "Latency"
        namespace          = "AWS/ApiGateway"
        severity           = "medium"
        statistic          = "p95"
        threshold          = 1000 * var.alarm_limits.latency_seconds
        treat_missing_data = "notBreaching"
      }
      api-requests = {
        description        = "The API gets more than ${var.alarm_limits.api_requests} requests in five minutes."
        dimensions         = local.api_dimensions
        metric_name        = "Count"
        namespace          = "AWS/ApiGateway"
        period             = 300
        severity           = "medium"
        statistic          = "Sum"
        threshold          = var.alarm_limits.api_requests
        treat_missing_data = "notBreaching"
      }
      service-log-errors = {
        description        = "The services log more than 100 errors in five minutes."
        metric_name        = "ApplicationErrors"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "medium"
        statistic          = "Sum"
        threshold          = 100
        treat_missing_data = "notBreaching"
      }
      database-connections = {
        description        = "More than ${var.alarm_limits.connections_percent} percent of the database's connections are taken."
        dimensions         = local.database_dimensions
        evaluation_periods = 3
        metric_name        = "DatabaseConnections"
        namespace          = "AWS/RDS"
        severity           = "high"
        threshold          = floor(var.alarm_limits.connections_percent / 100 * module.database.max_connections)
      }
      database-cpu = {
        description        = "The database uses more than ${var.alarm_limits.cpu_percent} percent of its CPU."
        dimensions         = local.database_dimensions
        evaluation_periods = 5
        metric_name        = "CPUUtilization"
        namespace          = "AWS/RDS"
        severity           = "high"
        threshold          = var.alarm_limits.cpu_percent
      }
      database-latency = {
        description        = "Reading from the database's disk takes more than 50 milliseconds."
        dimensions         = local.database_dimensions
        evaluation_periods = 5
        metric_name        = "ReadLatency"
        namespace          = "AWS/RDS"
        severity           = "medium"
        threshold          = 0.05
      }
      database-operations-waiting = {
        description        = "More than 20 operations wait for the database's disk."
        dimensions         = local.database_dimensions
        evaluation_periods = 5
        metric_name        = "DiskQueueDepth"
        namespace          = "AWS/RDS"
        severity           = "medium"
        threshold          = 20
      }
      database-storage = {
        comparison_operator = "LessThanThreshold"
        description         = "Less than 10 percent of the database's storage is free."
        dimensions          = local.database_dimensions
        metric_name         = "FreeStorageSpace"
        namespace           = "AWS/RDS"
        period              = 300
        severity            = "critical"
        statistic           = "Minimum"
        threshold           = floor(0.1 * var.database_allocated_storage_gb * 1024 * 1024 * 1024)
      }
      files-processing-slow = {
        description        = "A file took more than ${var.alarm_limits.processing_seconds} seconds to process."
        metric_name        = "FileProcessingSeconds"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "medium"
        statistic          = "Maximum"
        threshold          = var.alarm_limits.processing_seconds
        treat_missing_data = "notBreaching"
      }
      files-uploads-many = {
        description        = "More than ${var.alarm_limits.uploads_in_five_minutes} files were sent in five minutes."
        metric_name        = "UploadsStored"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "low"
        statistic          = "Sum"
        threshold          = var.alarm_limits.uploads_in_five_minutes
        treat_missing_data = "notBreaching"
      }
      network-rejected = {
        description        = "More than 1000 connections were refused in five minutes."
        metric_name        = "RejectedConnections"
        namespace          = local.metric_namespace
        period             = 300
        severity           = "low"
        statistic          = "Sum"
        threshold          = 1000
        treat_missing_data = "notBreaching"
      }
    },
    local.watches_distribution ? {
      cdn-cache-hits = {
        comparison_operator = "LessThanThreshold"
        description         = "The distribution answers less than ${var.alarm_limits.cache_hit_percent} percent of what it is asked from its caches."
        dimensions          = local.cdn_dimensions
        evaluation_periods  = 6
        metric_name         = "CacheHitRate"
        namespace           = "AWS/CloudFront"
        period              = 300
        severity            = "low"
        threshold           = var.alarm_limits.cache_hit_percent
        treat_missing_data  = "notBreaching"
      }
    } : {},
  )

  anomaly_alarms = merge(local.unusual, local.volume_alarms)

  # Several causes, one call: while the causes go to Slack, only what users feel wakes somebody.
  composite_alarms = {
    website-degraded = {
      alarms      = ["api-error-rate", "api-latency", "web-latency"]
      description = "Users meet errors or wait."
      match       = "any"
      severity    = "high"
    }
    database-strained = {
      alarms      = ["database-connections", "database-cpu", "database-latency"]
      description = "The database is out of breath: connections, CPU and disk at once."
      match       = "all"
      severity    = "critical"
    }
  }

  expression_alarms = {
    api-error-rate = {
      description        = "More than ${var.alarm_limits.error_percent} percent of the requests to the API fail."
      evaluation_periods = 3
      expression         = "IF(requests > 0, 100 * failed / requests, 0)"
      severity           = "medium"
      threshold          = var.alarm_limits.error_percent
      treat_missing_data = "notBreaching"

      metrics = {
        failed   = { dimensions = local.api_dimensions, metric_name = "5XXError", namespace = "AWS/ApiGateway", statistic = "Sum" }
        requests = { dimensions = local.api_dimensions, metric_name = "Count", namespace = "AWS/ApiGateway", statistic = "Sum" }
      }
    }
    files-uploads-failing = {
      description        = "More than ${var.alarm_limits.failed_uploads_percent} percent of the uploads fail."
      evaluation_periods = 3
      expression         = "IF(started > 0, 100 * failed / started, 0)"
      severity           = "medium"
      threshold          = var.alarm_limits.failed_uploads_percent
      treat_missing_data = "notBreaching"

      metrics = {
        failed  = { metric_name = "UploadsFailed", namespace = local.metric_namespace, period = 300, statistic = "Sum" }
        started = { metric_name = "UploadsStarted", namespace = local.metric_namespace, period = 300, statistic = "Sum" }
      }
    }
  }
}
