# What AWS reports about the system, on the default bus of the account.

locals {
  events = {
    account-health = {
      description = "AWS tells of a disturbance or a change of one of its services that concerns the account."
      pattern = {
        source      = ["aws.health"]
        detail-type = ["AWS Health Event"]
      }
    }
    backup-failed = {
      description = "A backup job did not succeed."
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Backup Job State Change"]
        detail      = { state = ["ABORTED", "EXPIRED", "FAILED"] }
      }
    }
    deployment-failed = {
      description = "A deployment of the service failed and was rolled back."
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = [{ prefix = "arn:${local.partition}:ecs:${var.region}:${local.account_id}:service/${module.cluster.name}/" }]
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
    threat-found = {
      description = "GuardDuty found a threat of high severity."
      pattern = {
        source      = ["aws.guardduty"]
        detail-type = ["GuardDuty Finding"]
        detail      = { severity = [{ numeric = [">=", 7] }] }
      }
    }
  }
}

module "events" {
  source = "../../modules/event-bus"

  custom_bus = false
  name       = local.name

  rules = {
    for key, event in local.events : key => {
      description   = event.description
      event_pattern = jsonencode(event.pattern)
      targets       = { alerts = { arn = local.alerts_topic_arn } }
    }
  }
}

resource "aws_db_event_subscription" "this" {
  name             = "${local.name}-alerts"
  event_categories = ["availability", "failover", "failure", "low storage"]
  sns_topic        = local.alerts_topic_arn
  source_ids       = [module.database.identifier]
  source_type      = "db-instance"
}
