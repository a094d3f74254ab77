# What is measured in this region is alarmed on here, and told to topics of this region.

locals {
  has_incident_service = nonsensitive(var.incident_service_url != null)
}

module "alerts" {
  source = "../../modules/alert-routing"

  account_id           = local.account_id
  incident_service_url = var.incident_service_url
  kms_key_arn          = module.kms_logs.arn
  name                 = "${local.name}-alerts"
  publisher_services   = ["cloudwatch.amazonaws.com"]

  routes = {
    # SNS waits until the incident service confirms, so a subscription without its address would fail the apply.
    high = {
      display_name     = "IndiVillage recovery"
      email_addresses  = local.has_incident_service ? [] : var.alert_email_addresses
      incident_service = local.has_incident_service
    }
  }
}

module "alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = { high = "arn:${local.partition}:sns:${local.here}:${module.alerts.topic_names["high"]}" }

  alarms = merge({
    # Long before it is needed somebody hears that nothing would answer here: no image, no secret that may be read, no release.
    for key, target in {
      api = { balancer = module.app_alb.arn_suffix, called = "No task of the API", group = module.app_alb.target_group_arn_suffixes["api"] }
      web = { balancer = module.alb.arn_suffix, called = "No web server", group = module.alb.target_group_arn_suffixes["web"] }
      } : "${key}-unable" => {
      comparison_operator = "LessThanThreshold"
      description         = "${target.called} of this region is healthy: it could not take over."
      dimensions          = { LoadBalancer = target.balancer, TargetGroup = target.group }
      evaluation_periods  = 10
      metric_name         = "HealthyHostCount"
      namespace           = "AWS/ApplicationELB"
      severity            = "high"
      statistic           = "Maximum"
      threshold           = 1
      treat_missing_data  = "breaching"
    }
    },
    # Promoted, the database follows nobody.
    var.database_promoted ? {} : {
      database-lag = {
        description        = "The copy of the database is more than ${var.replica_lag_seconds} seconds behind; 900 seconds are all that may be lost."
        dimensions         = { DBInstanceIdentifier = module.database.identifier }
        evaluation_periods = 2
        metric_name        = "ReplicaLag"
        namespace          = "AWS/RDS"
        severity           = "high"
        statistic          = "Maximum"
        threshold          = var.replica_lag_seconds
        treat_missing_data = "breaching"
      }
  })
}
