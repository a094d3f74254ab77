module "trail" {
  source = "../../modules/cloudtrail"

  account_id         = local.account_id
  insights_enabled   = var.trail_insights_enabled
  kms_key_arn        = module.kms.arn
  log_retention_days = var.log_retention_days
  name               = "${local.name}-trail"
  retention_days     = var.trail_retention_days

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

locals {
  # What somebody has to look at, by the metric that counts it: how often in five minutes, and the events of the trail.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
  watched = {
    KeyChanges = {
      description = "A key was switched off or is to be deleted, or its policy was changed."
      limit       = 0
      pattern     = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) || ($.eventName = PutKeyPolicy) || ($.eventName = DisableKeyRotation)) }"
    }
    PolicyChanges = {
      description = "A policy was changed, attached or detached."
      limit       = 0
      pattern = join("", [
        "{ ($.eventSource = iam.amazonaws.com) && (",
        join(" || ", [
          for action in [
            "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicy", "CreatePolicyVersion", "DeleteGroupPolicy", "DeletePolicy",
            "DeletePolicyVersion", "DeleteRolePolicy", "DeleteUserPolicy", "DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy",
            "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
          ] : "($.eventName = ${action})"
        ]),
        ") }",
      ])
    }
    RootUse = {
      description = "Somebody works as the root user."
      limit       = 0
      pattern     = "{ ($.userIdentity.type = \"Root\") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != \"AwsServiceEvent\") }"
    }
    SecurityGroupChanges = {
      description = "A security group was made, changed or deleted."
      limit       = 0
      pattern = join("", [
        "{ ",
        join(" || ", [
          for action in [
            "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup", "DeleteSecurityGroup", "ModifySecurityGroupRules",
            "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
          ] : "($.eventName = ${action})"
        ]),
        " }",
      ])
    }
    SignInsWithoutSecondFactor = {
      description = "Somebody has signed in to the console without a second factor."
      limit       = 0
      pattern     = "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") && ($.userIdentity.type = \"IAMUser\") && ($.responseElements.ConsoleLogin = \"Success\") }"
    }
    UnauthorisedCalls = {
      description = "More than 5 calls in five minutes were refused."
      limit       = 5
      pattern     = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
    }
  }

  metric_namespace = "IndiVillage/account"
}

module "trail_analysis" {
  source = "../../modules/log-groups"

  existing_log_groups = { trail = module.trail.log_group_name }
  log_groups          = {}

  metric_filters = {
    for metric, is in local.watched : "${local.name}-${metric}" => {
      log_group   = "trail"
      metric_name = metric
      namespace   = local.metric_namespace
      pattern     = is.pattern
    }
  }

  queries = {
    "${local.name}/refused-calls" = {
      log_groups = ["trail"]
      query      = <<-EOT
        fields @timestamp, userIdentity.arn, eventSource, eventName, sourceIPAddress
        | filter errorCode like /AccessDenied|UnauthorizedOperation/
        | stats count(*) as refused by userIdentity.arn, eventName
        | sort refused desc
        | limit 50
      EOT
    }
    "${local.name}/root-and-sign-ins" = {
      log_groups = ["trail"]
      query      = <<-EOT
        fields @timestamp, userIdentity.type, userIdentity.arn, sourceIPAddress, additionalEventData.MFAUsed
        | filter userIdentity.type = "Root" or eventName = "ConsoleLogin"
        | sort @timestamp desc
        | limit 100
      EOT
    }
  }
}

module "trail_alarms" {
  source = "../../modules/alarms"

  name       = local.name
  topic_arns = local.topic_arns

  alarms = {
    for metric, is in local.watched : metric => {
      description        = is.description
      metric_name        = metric
      namespace          = local.metric_namespace
      notify_recovery    = false
      period             = 300
      severity           = "high"
      statistic          = "Sum"
      threshold          = is.limit
      treat_missing_data = "notBreaching"
    }
  }
}
