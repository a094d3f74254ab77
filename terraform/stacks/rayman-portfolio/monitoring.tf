locals {
  metric_namespace = "RaymanPortfolio/${var.environment}"

  # RDS and ElastiCache make these groups themselves when they are missing, and then keep the events for ever. Those of functions and
  # API belong to their modules.
  log_groups = merge(local.waf_log_groups, {
    app                 = "/ecs/${local.stage}"
    database-postgresql = "/aws/rds/instance/${local.name}/postgresql"
    database-upgrade    = "/aws/rds/instance/${local.name}/upgrade"
    redis-engine        = "/aws/elasticache/${local.name}/engine-log"
    redis-slow          = "/aws/elasticache/${local.name}/slow-log"
  })

  # Built from the name, so that a plan shows whom each alarm and each event reaches. There is one topic for both severities.
  alerts_topic_arn = "arn:${local.partition}:sns:${var.region}:${local.account_id}:${module.alert_routing.topic_names["alerts"]}"
}

module "log_groups" {
  source = "../../modules/log-groups"

  kms_key_arn        = module.kms_logs.arn
  log_groups         = { for key, name in local.log_groups : key => { name = name } }
  log_retention_days = var.log_retention_days

  metric_filters = {
    "${local.name}-app-errors" = {
      log_group   = "app"
      metric_name = "ApplicationErrors"
      namespace   = local.metric_namespace
      pattern     = "?ERROR ?CRITICAL"
    }
  }
}

module "alert_routing" {
  source = "../../modules/alert-routing"

  account_id  = local.account_id
  kms_key_arn = module.kms_logs.arn
  name        = local.name

  publisher_services = [
    "budgets.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "costalerts.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
  ]

  routes = {
    alerts = { display_name = "Rayman Portfolio", email_addresses = var.alert_email_addresses }
  }
}
