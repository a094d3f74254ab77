# Where logs lie, what is read out of them, and whom alerts reach.

locals {
  metric_namespace = "IndiVillage/${var.environment}"

  # The groups of the containers; ECS writes there, each service into its own.
  container_log_groups = keys(local.task_clients)

  # The agent of CloudWatch on the instances sends these files; which, its settings say (operations.tf).
  host_log_groups = {
    host-application = "/ec2/${local.name}/application"
    host-security    = "/ec2/${local.name}/security"
    web-access       = "/ec2/${local.name}/web/access"
    web-error        = "/ec2/${local.name}/web/error"
  }

  # Where RDS and ElastiCache find none of these, they make them themselves, without a key and without an end. Functions, API, flow
  # logs and sessions have theirs from their modules.
  log_groups = merge(
    local.host_log_groups,
    { for key in local.container_log_groups : key => "/ecs/${local.name}/${key}" },
    {
      database-postgresql = "/aws/rds/instance/${local.database_name}/postgresql"
      database-upgrade    = "/aws/rds/instance/${local.database_name}/upgrade"
      redis-engine        = "/aws/elasticache/${local.name}/engine-log"
      redis-slow          = "/aws/elasticache/${local.name}/slow-log"
    },
    {
      for pair in setproduct(range(1, var.database_replica_count + 1), ["postgresql", "upgrade"]) :
      "database-reader-${pair[0]}-${pair[1]}" => "/aws/rds/instance/${local.database_name}-reader-${pair[0]}/${pair[1]}"
    },
    var.database_proxy_enabled ? { database-proxy = "/aws/rds/proxy/${local.database_name}" } : {},
  )

  # What tells of people's doings is kept as long as the audit trail.
  audit_log_groups = ["host-security"]

  # The web ACL of the distribution logs in us-east-1, and a query looks at groups of its own region.
  waf_log_groups = merge(
    { waf-regional = module.firewall_regional_logs.names["waf"] },
    var.region == "us-east-1" ? { waf-edge = module.firewall_edge_logs.names["waf"] } : {},
  )

  # Key groups, in which unusual events are looked for.
  watched_log_groups = var.log_anomaly_detection_enabled ? ["api", "host-application", "worker"] : []

  has_incident_service = nonsensitive(var.incident_service_url != null)

  # Without the workspace or the incident service, people hear of the same by mail. SNS waits until an incident service confirms, so a
  # subscription without its address would fail the apply.
  alert_routes = {
    critical = {
      display_name     = "IndiVillage critical"
      email_addresses  = local.has_incident_service ? [] : var.alert_email_addresses
      incident_service = local.has_incident_service
      sms_numbers      = var.alert_sms_numbers
    }
    high = {
      display_name     = "IndiVillage high"
      email_addresses  = local.has_incident_service ? [] : var.alert_email_addresses
      incident_service = local.has_incident_service
    }
    medium = {
      display_name    = "IndiVillage medium"
      email_addresses = var.slack == null ? var.alert_email_addresses : []
      slack           = var.slack == null ? null : { channel_id = var.slack.incidents_channel_id }
    }
    low = {
      display_name    = "IndiVillage low"
      email_addresses = var.alert_email_addresses
      slack           = var.slack == null ? null : { channel_id = var.slack.monitoring_channel_id }
    }
  }

  # Built from the names, so that a plan shows whom each alarm and each event reaches.
  alert_topic_arns = {
    for severity, name in module.alerts.topic_names : severity => "arn:${local.partition}:sns:${local.here}:${name}"
  }

  service_routes = merge([
    for key, route in var.service_alert_routes : {
      for severity in route.severities : "${key}/${severity}" => merge(route, { severity = severity })
    }
  ]...)
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_retention_days = var.log_retention_days

  log_groups = {
    for key, name in local.log_groups : key => {
      anomaly_detection  = contains(local.watched_log_groups, key)
      log_retention_days = contains(local.audit_log_groups, key) ? var.audit_log_retention_days : null
      name               = name
    }
  }
}

# What is read out of the logs. Apart from the groups, because the database waits for those, and functions wait for the database.
module "log_analysis" {
  source = "../../modules/log-groups"

  existing_log_groups = merge(
    module.log_groups.names,
    local.waf_log_groups,
    {
      file-processor = module.functions["file-processor"].log_group_name
      flow-logs      = module.network.flow_log_group_name
    },
  )

  log_groups = {}

  # The applications log JSON; `event` says what has happened. CloudWatch takes no default for a metric with dimensions.
  metric_filters = merge(
    {
      for key in local.container_log_groups : "${local.name}-${key}-errors" => {
        log_group   = key
        metric_name = "ApplicationErrors"
        namespace   = local.metric_namespace
        pattern     = "?ERROR ?CRITICAL"
      }
    },
    {
      for metric, event in local.business_events : "${local.name}-${event}" => {
        log_group   = "api"
        metric_name = metric
        namespace   = local.metric_namespace
        pattern     = "{ $.event = \"${event}\" }"
      }
    },
    {
      "${local.name}-form-submitted-by-form" = {
        dimensions  = { Form = "$.form" }
        log_group   = "api"
        metric_name = "FormSubmissionsByForm"
        namespace   = local.metric_namespace
        pattern     = "{ $.event = \"form_submitted\" }"
      }
      "${local.name}-processing-time" = {
        log_group   = "file-processor"
        metric_name = "FileProcessingSeconds"
        namespace   = local.metric_namespace
        pattern     = "{ $.event = \"file_processed\" }"
        value       = "$.seconds"
      }
      "${local.name}-rejected-traffic" = {
        log_group   = "flow-logs"
        metric_name = "RejectedConnections"
        namespace   = local.metric_namespace
        pattern     = "[version, account, interface, source, destination, source_port, destination_port, protocol, packets, bytes, start, end, action = \"REJECT\", status]"
      }
      "${local.name}-web-errors" = {
        log_group   = "web-error"
        metric_name = "WebServerErrors"
        namespace   = local.metric_namespace
        pattern     = "?error ?crit ?alert ?emerg"
      }
      "${local.name}-web-requests-failed" = {
        log_group   = "web-access"
        metric_name = "WebRequestsFailed"
        namespace   = local.metric_namespace
        pattern     = "{ $.status >= 500 }"
      }
    },
  )

  queries = {
    "${local.name}/errors-by-service" = {
      log_groups = concat(local.container_log_groups, ["host-application"])
      query      = <<-EOT
          fields @timestamp, @log, @message
          | filter @message like /ERROR|CRITICAL/
          | stats count(*) as errors by @log, bin(5m)
          | sort errors desc
        EOT
    }
    "${local.name}/failed-requests-by-service" = {
      log_groups = ["web-access"]
      query      = <<-EOT
          fields @timestamp, status, upstream, request
          | filter status >= 500
          | stats count(*) as failed by upstream, bin(5m)
          | sort failed desc
        EOT
    }
    "${local.name}/slow-requests" = {
      log_groups = ["web-access"]
      query      = <<-EOT
          fields @timestamp, request, request_time, upstream
          | filter request_time > 2
          | sort request_time desc
          | limit 100
        EOT
    }
    "${local.name}/rejected-traffic" = {
      log_groups = ["flow-logs"]
      query      = <<-EOT
          fields @timestamp, srcAddr, dstAddr, dstPort, protocol
          | filter action = "REJECT"
          | stats count(*) as rejected by srcAddr, dstAddr, dstPort
          | sort rejected desc
          | limit 50
        EOT
    }
    "${local.name}/talkers" = {
      log_groups = ["flow-logs"]
      query      = <<-EOT
          stats sum(bytes) as transferred by srcAddr, dstAddr
          | sort transferred desc
          | limit 50
        EOT
    }
    "${local.name}/stopped-requests" = {
      log_groups = keys(local.waf_log_groups)
      query      = <<-EOT
          fields @timestamp, httpRequest.clientIp, httpRequest.country, httpRequest.uri, terminatingRuleId
          | filter action = "BLOCK"
          | stats count(*) as stopped by terminatingRuleId, httpRequest.clientIp
          | sort stopped desc
          | limit 50
        EOT
    }
  }
}

locals {
  # Custom metrics of the business, and the event in the log of the API that each counts.
  business_events = {
    Conversions     = "conversion"
    FormSubmissions = "form_submitted"
    FormViews       = "form_viewed"
    UploadsFailed   = "upload_failed"
    UploadsStarted  = "upload_started"
    UploadsStored   = "upload_stored"
    Visits          = "visit"
  }
}

# The logs of applications go on to the bucket for logs, whose rules move them to an archive.
module "log_archive" {
  source = "../../modules/log-archive"
  count  = length(var.archived_log_groups) > 0 ? 1 : 0

  account_id               = local.account_id
  bucket_arn               = module.logs_bucket.arn
  bucket_prefix            = "application"
  log_groups               = { for key in var.archived_log_groups : key => { source_log_group = module.log_groups.names[key] } }
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.log_retention_days
  name                     = "${local.name}-archive"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
}

module "alerts" {
  source = "../../modules/alert-routing"

  account_id               = local.account_id
  incident_service_url     = var.incident_service_url
  kms_key_arn              = module.kms_logs.arn
  name                     = "${local.name}-alerts"
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  routes                   = local.alert_routes
  slack_team_id            = var.slack == null ? null : var.slack.team_id

  publisher_services = [
    "aps.amazonaws.com",
    "backup.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
  ]
}

# Alarms of one service to the team that answers for it: their names begin with the service. A message of CloudWatch has no
# attributes, so its text is looked into.
resource "aws_sns_topic_subscription" "service" {
  for_each = local.service_routes

  topic_arn           = module.alerts.topic_arns[each.value.severity]
  protocol            = "email"
  endpoint            = each.value.email_address
  filter_policy       = jsonencode({ AlarmName = [for service in each.value.services : { prefix = "${local.name}-${service}-" }] })
  filter_policy_scope = "MessageBody"
}

# Plans stay possible without the secret, but nobody should rely on alerts that wake nobody.
check "incident_service_url" {
  assert {
    condition     = local.has_incident_service
    error_message = "Critical alerts only reach addresses and telephones: give the integration URL of the incident service as TF_VAR_incident_service_url."
  }
}

# Traces, and what is off until somebody asks for it: Grafana, Prometheus, and what users meet in their browsers.
module "observability" {
  source = "../../modules/observability-managed"

  account_id               = local.account_id
  grafana                  = var.grafana == null ? null : merge(var.grafana, { log_group_arns = values(module.log_groups.arns), topic_arns = [local.alert_topic_arns["medium"]] })
  log_retention_days       = var.log_retention_days
  name                     = local.name
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  trace_groups             = { slow = {} }

  prometheus = var.prometheus_enabled ? {
    kms_key_arn = module.kms_logs.arn
    alerts      = { topic_arn = local.alert_topic_arns["high"], group_by = ["alertname", "service"] }
    rules       = { services = file("${path.module}/prometheus/services.yaml") }
  } : null

  # Health checks say nothing new; of everything else the first request of each second and a share of the others.
  sampling_rules = {
    health = { priority = 100, fixed_rate = 0, reservoir_size = 0, url_path = "/health*" }
    rest   = { priority = 1000, fixed_rate = var.trace_share }
  }

  user_monitor = var.user_monitor_enabled && var.domain_name != null ? {
    domains             = [var.domain_name]
    session_sample_rate = var.user_monitor_share
    traced              = true
  } : null
}
