# What AWS reports about the system, on the default bus of the account. The root indivillage-account-baseline sends the findings of
# the other region here.

locals {
  events = {
    account-health = {
      description = "AWS tells of a disturbance or a change of one of its services that concerns the account."
      severity    = "medium"
      pattern = {
        source      = ["aws.health"]
        detail-type = ["AWS Health Event"]
      }
    }
    # Jobs that fail, and those whose window passed without them, are told of by the vaults (backup.tf). Snapshots of volumes have none.
    snapshots-failed = {
      description = "The policy that makes snapshots of volumes does not work."
      severity    = "high"
      pattern = {
        source      = ["aws.dlm"]
        detail-type = ["DLM Policy State Change"]
        detail      = { state = ["ERROR"] }
      }
    }
    restore-finished = {
      description = "A restore, which may be a test, is over: complete, failed or stopped."
      severity    = "low"
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Restore Job State Change"]
        detail      = { status = ["ABORTED", "COMPLETED", "FAILED"] }
      }
    }
    deployment-failed = {
      description = "A deployment of a service failed and was rolled back."
      severity    = "medium"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = [{ prefix = "arn:${local.partition}:ecs:${local.here}:service/${module.cluster.name}/" }]
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
    release-failed = {
      description = "A release failed, or was stopped, and was rolled back."
      severity    = "medium"
      pattern = {
        source      = ["aws.codedeploy"]
        detail-type = ["CodeDeploy Deployment State-change Notification"]
        detail      = { state = ["FAILURE", "STOP"] }
      }
    }
    patching-failed = {
      description = "Patches could not be installed."
      severity    = "medium"
      pattern = {
        source      = ["aws.ssm"]
        detail-type = ["Maintenance Window Execution State-change Notification"]
        detail      = { status = ["FAILED", "TIMED_OUT"] }
      }
    }
    traces-unusual = {
      description = "X-Ray finds unusually many faulty traces."
      severity    = "low"
      pattern = {
        source      = ["aws.xray"]
        detail-type = ["AWS X-Ray Insight Update"]
      }
    }
    # Severities: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
    threat-critical = {
      description = "GuardDuty found a threat of critical severity."
      severity    = "critical"
      pattern = {
        source      = ["aws.guardduty"]
        detail-type = ["GuardDuty Finding"]
        detail      = { severity = [{ numeric = [">=", 9] }] }
      }
    }
    threat-high = {
      description = "GuardDuty found a threat of high severity."
      severity    = "high"
      pattern = {
        source      = ["aws.guardduty"]
        detail-type = ["GuardDuty Finding"]
        detail      = { severity = [{ numeric = [">=", 7, "<", 9] }] }
      }
    }
    # GuardDuty's own findings come by themselves.
    finding-critical = {
      description = "Security Hub has a new finding of critical severity."
      severity    = "critical"
      pattern     = local.finding_patterns["CRITICAL"]
    }
    finding-high = {
      description = "Security Hub has a new finding of high severity."
      severity    = "high"
      pattern     = local.finding_patterns["HIGH"]
    }
  }

  finding_patterns = {
    for label in ["CRITICAL", "HIGH"] : label => {
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail = {
        findings = {
          ProductName = [{ anything-but = ["GuardDuty"] }]
          RecordState = ["ACTIVE"]
          Severity    = { Label = [label] }
          Workflow    = { Status = ["NEW"] }
        }
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
      targets       = { alerts = { arn = module.alerts.topic_arns[event.severity] } }
    }
  }
}

resource "aws_db_event_subscription" "this" {
  name             = "${local.name}-alerts"
  event_categories = ["availability", "backup", "failover", "failure", "low storage", "notification"]
  sns_topic        = module.alerts.topic_arns["medium"]
  source_ids       = [module.database.identifier]
  source_type      = "db-instance"
}
