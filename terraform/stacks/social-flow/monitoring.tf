locals {
  metric_namespace = "SocialFlow/${var.environment}"

  # RDS and ElastiCache make these groups themselves when they are missing, and then keep the events for ever.
  log_groups = merge(local.replica_log_groups, local.waf_log_groups, {
    app                 = "/ecs/${local.name}/app"
    beat                = "/ecs/${local.name}/beat"
    database-postgresql = "/aws/rds/instance/${local.name}/postgresql"
    database-upgrade    = "/aws/rds/instance/${local.name}/upgrade"
    redis-engine        = "/aws/elasticache/${local.name}/engine-log"
    redis-slow          = "/aws/elasticache/${local.name}/slow-log"
    worker              = "/ecs/${local.name}/worker"
  })

  replica_log_groups = merge([
    for key in keys(var.database_replicas) : {
      for log in ["postgresql", "upgrade"] : "database-${key}-${log}" => "/aws/rds/instance/${local.name}-${key}/${log}"
    }
  ]...)

  has_incident_service = nonsensitive(var.incident_service_url != null)

  # Built from the names, so that a plan shows whom each alarm and each event reaches.
  topic_arns = {
    for severity, name in module.alert_routing.topic_names : severity => "arn:${local.partition}:sns:${var.region}:${local.account_id}:${name}"
  }
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_groups         = { for key, name in local.log_groups : key => { name = name } }
  log_retention_days = var.log_retention_days

  # One metric for all three: the worker and the beat are the application as well.
  metric_filters = {
    for key in ["app", "beat", "worker"] : "${local.name}-${key}-errors" => {
      log_group   = key
      metric_name = "ApplicationErrors"
      namespace   = local.metric_namespace
      pattern     = "?ERROR ?CRITICAL"
    }
  }
}

module "alert_routing" {
  source = "../../modules/alert-routing"

  account_id           = local.account_id
  incident_service_url = var.incident_service_url
  kms_key_arn          = module.kms_logs.arn
  name                 = local.name
  slack_team_id        = var.slack_team_id

  publisher_services = [
    "budgets.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "costalerts.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
  ]

  routes = {
    # SNS waits until the incident service confirms, so a subscription without its address would fail the apply.
    critical = {
      display_name     = "Social Flow critical"
      email_addresses  = local.has_incident_service ? [] : var.info_email_addresses
      incident_service = local.has_incident_service
    }
    info    = { display_name = "Social Flow info", email_addresses = var.info_email_addresses }
    warning = { display_name = "Social Flow warning", slack = { channel_id = var.slack_channel_id } }
  }
}

# Apart from the other alerts, which are encrypted: ElastiCache publishes to no encrypted topic and says nothing when it gives up. Its
# events name nodes and what became of them, and no data: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html
module "cache_events" {
  source = "../../modules/sns-topic"

  account_id           = local.account_id
  cache_events_enabled = true
  display_name         = "Social Flow cache"
  name                 = "${local.name}-cache-events"

  subscriptions = {
    for address in var.info_email_addresses : "email-${address}" => { protocol = "email", endpoint = address }
  }
}

# Plans stay possible without the secret, but nobody should rely on alerts that reach nobody.
check "incident_service_url" {
  assert {
    condition     = local.has_incident_service
    error_message = "Critical alerts only reach the addresses of info: give the integration URL of the incident service as TF_VAR_incident_service_url."
  }
}
