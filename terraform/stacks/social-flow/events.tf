# What AWS reports about the system, on the default bus of the account.

locals {
  # Built, not read: AWS gives ARNs only after an apply, and one unknown value would hide a whole pattern from the plan.
  cluster_arn  = "arn:${local.partition}:ecs:${var.region}:${local.account_id}:cluster/${module.cluster.name}"
  service_arns = [{ prefix = "arn:${local.partition}:ecs:${var.region}:${local.account_id}:service/${module.cluster.name}/" }]

  events = {
    deployment-completed = {
      description = "A deployment of a service is complete."
      severity    = "info"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = local.service_arns
        detail      = { eventName = ["SERVICE_DEPLOYMENT_COMPLETED"] }
      }
    }
    deployment-failed = {
      description = "A deployment of a service failed and was rolled back."
      severity    = "warning"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = local.service_arns
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
    task-failed = {
      description = "A task did not start, or ended although nobody stopped it."
      severity    = "warning"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Task State Change"]
        detail = {
          clusterArn = [local.cluster_arn]
          lastStatus = ["STOPPED"]
          stopCode   = ["EssentialContainerExited", "TaskFailedToStart"]
        }
      }
    }
    # The autoscaler itself reports only that it has reached its maximum; each of its steps is in the audit trail.
    scaling-activity = {
      description = "A service was scaled."
      severity    = "info"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["AWS API Call via CloudTrail"]
        detail = {
          eventSource  = ["ecs.amazonaws.com"]
          eventName    = ["UpdateService"]
          userIdentity = { invokedBy = [{ suffix = "application-autoscaling.amazonaws.com" }] }
        }
      }
    }
    backup-failed = {
      description = "A backup job did not succeed."
      severity    = "warning"
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Backup Job State Change"]
        detail      = { state = ["ABORTED", "EXPIRED", "FAILED"] }
      }
    }
    # Backup jobs and copies report a state, restores a status.
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    backup-copy-failed = {
      description = "A copy of a backup did not succeed."
      severity    = "warning"
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Copy Job State Change"]
        detail      = { state = ["FAILED"] }
      }
    }
    restore-failed = {
      description = "A restore, such as the weekly test, did not succeed."
      severity    = "warning"
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Restore Job State Change"]
        detail      = { status = ["ABORTED", "FAILED"] }
      }
    }
    threat-found = {
      description = "GuardDuty found a threat of high severity."
      severity    = "critical"
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
      targets       = { (event.severity) = { arn = local.topic_arns[event.severity] } }
    }
  }
}

resource "aws_db_event_subscription" "this" {
  for_each = {
    info    = ["backup", "maintenance", "restoration"]
    warning = ["availability", "failover", "failure", "low storage"]
  }

  name             = "${local.name}-${each.key}"
  event_categories = each.value
  sns_topic        = local.topic_arns[each.key]
  source_ids       = [module.database.identifier]
  source_type      = "db-instance"
}
