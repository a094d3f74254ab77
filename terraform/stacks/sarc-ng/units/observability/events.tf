# What AWS reports about the system, on the default bus of the account: people are told, and a log keeps it.

locals {
  events = {
    account-health = {
      description = "AWS tells of a disturbance or a change of one of its services that concerns the account."
      pattern = {
        source      = ["aws.health"]
        detail-type = ["AWS Health Event"]
      }
    }
    database = {
      description = "The database failed over, failed, or was stopped."
      pattern = {
        source      = ["aws.rds"]
        detail-type = ["RDS DB Cluster Event", "RDS DB Instance Event"]
        detail = {
          EventCategories  = ["availability", "failover", "failure", "low storage"]
          SourceIdentifier = [{ prefix = var.database_identifier }]
        }
      }
    }
    release-failed = {
      description = "A blue-green release failed or was stopped, and went back."
      pattern = {
        source      = ["aws.codedeploy"]
        detail-type = ["CodeDeploy Deployment State-change Notification"]
        detail      = { application = [{ prefix = "${var.name}-" }], state = ["FAILURE", "STOP"] }
      }
    }
    rollout-failed = {
      description = "A rolling deployment of a service failed and was rolled back."
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = [{ prefix = "arn:${local.partition}:ecs:${var.region}:${var.account_id}:service/${var.cluster_name}/" }]
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
    secret-rotation-failed = {
      description = "A password could not be rotated."
      pattern = {
        source      = ["aws.secretsmanager"]
        detail-type = ["AWS Service Event via CloudTrail"]
        detail      = { eventName = ["RotationFailed"] }
      }
    }
  }
}

module "events" {
  source = "../../../../modules/event-bus"

  custom_bus = false
  name       = var.name
  tags       = var.tags

  rules = {
    for key, event in local.events : key => {
      description   = event.description
      event_pattern = jsonencode(event.pattern)
      targets = {
        alerts = { arn = local.topic_arn }
        log    = { arn = module.log_groups.arns["events"] }
      }
    }
  }

  # EventBridge looks whether it may write to the log group.
  depends_on = [aws_cloudwatch_log_resource_policy.events]
}
