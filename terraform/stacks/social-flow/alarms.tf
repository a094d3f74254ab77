locals {
  alb_dimensions = { LoadBalancer = module.alb.arn_suffix }

  target_dimensions = {
    LoadBalancer = module.alb.arn_suffix
    TargetGroup  = module.alb.target_group_arn_suffixes["app"]
  }

  replica_alarms = merge([
    for key, replica in module.database.replicas : {
      "database-${key}-cpu" = {
        description        = "The read replica ${key} uses more than 75 percent of its CPU."
        dimensions         = { DBInstanceIdentifier = replica.identifier }
        evaluation_periods = 3
        metric_name        = "CPUUtilization"
        namespace          = "AWS/RDS"
        severity           = "warning"
        threshold          = 75
      }
      "database-${key}-lag" = {
        description        = "The read replica ${key} is more than a minute behind the database."
        dimensions         = { DBInstanceIdentifier = replica.identifier }
        evaluation_periods = 3
        metric_name        = "ReplicaLag"
        namespace          = "AWS/RDS"
        severity           = "warning"
        threshold          = 60
      }
    }
  ]...)

  database_dimensions = { DBInstanceIdentifier = module.database.identifier }
  service_dimensions  = { for key, service in module.services : key => { ClusterName = module.cluster.name, ServiceName = service.name } }

  service_alarms = merge([
    for key in keys(local.services) : {
      "${key}-cpu" = {
        description        = "The tasks of ${key} use more than 75 percent of their CPU, although scaling aims at 70."
        dimensions         = local.service_dimensions[key]
        evaluation_periods = 3
        metric_name        = "CPUUtilization"
        namespace          = "AWS/ECS"
        severity           = "warning"
        threshold          = 75
      }
      "${key}-memory" = {
        description        = "The tasks of ${key} use more than 80 percent of their memory."
        dimensions         = local.service_dimensions[key]
        evaluation_periods = 3
        metric_name        = "MemoryUtilization"
        namespace          = "AWS/ECS"
        severity           = "warning"
        threshold          = 80
      }
      # Every running task gives one sample a minute, so the sample count is the task count, also without Container Insights.
      "${key}-stopped" = {
        comparison_operator = "LessThanThreshold"
        description         = "No task of ${key} is running."
        dimensions          = local.service_dimensions[key]
        evaluation_periods  = 2
        metric_name         = "CPUUtilization"
        namespace           = "AWS/ECS"
        severity            = "critical"
        statistic           = "SampleCount"
        threshold           = 1
        treat_missing_data  = "breaching"
      }
    }
  ]...)

  redis_alarms = merge([
    for node in module.cache.member_clusters : {
      "redis-${substr(node, -3, 3)}-cpu" = {
        description        = "The engine of the Redis node ${node} uses more than 75 percent of its CPU."
        dimensions         = { CacheClusterId = node }
        evaluation_periods = 3
        metric_name        = "EngineCPUUtilization"
        namespace          = "AWS/ElastiCache"
        severity           = "warning"
        threshold          = 75
      }
      "redis-${substr(node, -3, 3)}-memory" = {
        description        = "The Redis node ${node} uses more than 80 percent of its memory."
        dimensions         = { CacheClusterId = node }
        evaluation_periods = 3
        metric_name        = "DatabaseMemoryUsagePercentage"
        namespace          = "AWS/ElastiCache"
        severity           = "warning"
        threshold          = 80
      }
      "redis-${substr(node, -3, 3)}-memory-full" = {
        description = "The Redis node ${node} uses more than 95 percent of its memory."
        dimensions  = { CacheClusterId = node }
        metric_name = "DatabaseMemoryUsagePercentage"
        namespace   = "AWS/ElastiCache"
        severity    = "critical"
        threshold   = 95
      }
    }
  ]...)
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = local.topic_arns

  alarms = merge(local.service_alarms, local.redis_alarms, local.replica_alarms, {
    alb-latency = {
      description        = "Answers take more than 2 seconds on average."
      dimensions         = local.alb_dimensions
      evaluation_periods = 3
      metric_name        = "TargetResponseTime"
      namespace          = "AWS/ApplicationELB"
      severity           = "warning"
      threshold          = 2
      treat_missing_data = "notBreaching"
    }
    alb-no-healthy-target = {
      comparison_operator = "LessThanThreshold"
      description         = "The load balancer has no healthy target."
      dimensions          = local.target_dimensions
      metric_name         = "HealthyHostCount"
      namespace           = "AWS/ApplicationELB"
      severity            = "critical"
      statistic           = "Minimum"
      threshold           = 1
      treat_missing_data  = "breaching"
    }
    alb-unhealthy-target = {
      description = "The load balancer has an unhealthy target."
      dimensions  = local.target_dimensions
      metric_name = "UnHealthyHostCount"
      namespace   = "AWS/ApplicationELB"
      severity    = "warning"
      statistic   = "Maximum"
      threshold   = 0
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
    app-errors-many = {
      description        = "The application logs more than 500 errors a minute."
      metric_name        = "ApplicationErrors"
      namespace          = local.metric_namespace
      severity           = "critical"
      statistic          = "Sum"
      threshold          = 500
      treat_missing_data = "notBreaching"
    }
    database-connections = {
      description        = "More than 80 percent of the database's connections are taken."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "DatabaseConnections"
      namespace          = "AWS/RDS"
      severity           = "warning"
      threshold          = floor(0.8 * module.database.max_connections)
    }
    database-cpu = {
      description        = "The database uses more than 75 percent of its CPU."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "CPUUtilization"
      namespace          = "AWS/RDS"
      severity           = "warning"
      threshold          = 75
    }
    database-cpu-full = {
      description        = "The database uses more than 90 percent of its CPU."
      dimensions         = local.database_dimensions
      evaluation_periods = 3
      metric_name        = "CPUUtilization"
      namespace          = "AWS/RDS"
      severity           = "critical"
      threshold          = 90
    }
  })
}
