# What is told about the system and to whom: one topic, the events of AWS, and the log that keeps them. Alarms, dashboards and costs are
# in files of their own. Services bring their log groups, because they write them; the metrics in them are found here.

data "aws_partition" "current" {}

locals {
  partition        = data.aws_partition.current.partition
  metric_namespace = "SARC-NG"

  # Built from the name, so that a plan shows whom each alarm and each event reaches. There is one topic for both severities.
  topic_arn = "arn:${local.partition}:sns:${var.region}:${var.account_id}:${module.alert_routing.topic_names["alerts"]}"

  # The log group of a function or a service is there before its name is known here.
  application_logs = { for key in ["api", "function"] : key => var.log_group_names[key] }

  # Numbers that the application writes into its log as one JSON object a line: metric, value and service.
  application_metrics = ["api_response_time", "database_connection_pool", "reservation_success_rate", "resource_utilization"]
}

module "alert_routing" {
  source = "../../../../modules/alert-routing"

  account_id  = var.account_id
  kms_key_arn = var.kms_logs_key_arn
  name        = var.name
  tags        = var.tags

  publisher_services = [
    "budgets.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "costalerts.amazonaws.com",
    "events.amazonaws.com",
  ]

  routes = {
    alerts = { display_name = "SARC-NG", email_addresses = var.alert_email_addresses }
  }
}

module "log_groups" {
  source = "../../../../modules/log-groups"

  existing_log_groups = local.application_logs
  kms_key_arn         = var.kms_logs_key_arn
  log_groups          = { events = { name = "/aws/events/${var.name}" } }
  log_retention_days  = var.log_retention_days
  tags                = var.tags

  # With a dimension there is no default value, and none is wanted: a zero between two measurements would be an average of its own.
  metric_filters = merge([
    for log in keys(local.application_logs) : {
      for metric in local.application_metrics : "${var.name}-${log}-${replace(metric, "_", "-")}" => {
        dimensions  = { service = "$.service" }
        log_group   = log
        metric_name = metric
        namespace   = local.metric_namespace
        pattern     = "{ $.metric = \"${metric}\" }"
        value       = "$.value"
      }
    }
  ]...)
}

# EventBridge writes to a log group by a policy of CloudWatch Logs, not by a role:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
data "aws_iam_policy_document" "event_log" {
  # AWS does not document that this call says for whom it is, so the condition holds where it does.
  statement {
    sid       = "BeginStreams"
    actions   = ["logs:CreateLogStream"]
    resources = ["${module.log_groups.arns["events"]}:*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com", "events.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  # This one says for which rule it is.
  statement {
    sid       = "KeepEvents"
    actions   = ["logs:PutLogEvents"]
    resources = ["${module.log_groups.arns["events"]}:*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com", "events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:events:${var.region}:${var.account_id}:rule/${var.name}-*"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "events" {
  policy_name     = "${var.name}-events"
  policy_document = data.aws_iam_policy_document.event_log.json
}
