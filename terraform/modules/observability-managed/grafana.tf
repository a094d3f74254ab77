data "aws_iam_policy_document" "grafana_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["grafana.amazonaws.com"]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "grafana" {
  count = var.grafana == null ? 0 : 1

  name                 = "${var.name}-grafana"
  description          = "Lets the Grafana workspace ${var.name} read what it shows."
  assume_role_policy   = data.aws_iam_policy_document.grafana_trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

# Metrics and traces, but the contents of those log groups only that are named.
data "aws_iam_policy_document" "grafana" {
  count = var.grafana == null ? 0 : 1

  statement {
    sid = "ReadMetrics"
    actions = [
      "cloudwatch:DescribeAlarmsForMetric",
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "ec2:DescribeInstances",
      "ec2:DescribeRegions",
      "ec2:DescribeTags",
      "tag:GetResources",
    ]
    resources = ["*"]
  }

  statement {
    sid = "ReadTraces"
    actions = [
      "xray:BatchGetTraces",
      "xray:GetGroups",
      "xray:GetInsightSummaries",
      "xray:GetServiceGraph",
      "xray:GetTimeSeriesServiceStatistics",
      "xray:GetTraceGraph",
      "xray:GetTraceSummaries",
    ]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = length(var.grafana.log_group_arns) > 0 ? [var.grafana.log_group_arns] : []

    content {
      sid       = "ReadLogs"
      actions   = ["logs:GetLogEvents", "logs:GetLogGroupFields", "logs:GetQueryResults", "logs:StartQuery"]
      resources = flatten([for arn in sort(statement.value) : [arn, "${arn}:*"]])
    }
  }

  dynamic "statement" {
    for_each = length(var.grafana.log_group_arns) > 0 ? [1] : []

    content {
      sid       = "StopQueries"
      actions   = ["logs:StopQuery"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = aws_prometheus_workspace.this

    content {
      sid       = "ReadPrometheus"
      actions   = ["aps:DescribeWorkspace", "aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics"]
      resources = [statement.value.arn]
    }
  }

  dynamic "statement" {
    for_each = length(var.grafana.topic_arns) > 0 ? [var.grafana.topic_arns] : []

    content {
      sid       = "TellTopics"
      actions   = ["sns:Publish"]
      resources = sort(statement.value)
    }
  }
}

resource "aws_iam_role_policy" "grafana" {
  count = var.grafana == null ? 0 : 1

  name   = "read-what-is-shown"
  role   = aws_iam_role.grafana[0].name
  policy = data.aws_iam_policy_document.grafana[0].json
}

resource "aws_grafana_workspace" "this" {
  count = var.grafana == null ? 0 : 1

  name                     = var.name
  description              = "Dashboards of ${var.name}."
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = var.grafana.saml == null ? ["AWS_SSO"] : ["SAML"]
  configuration            = jsonencode({ plugins = { pluginAdminEnabled = false }, unifiedAlerting = { enabled = true } })
  data_sources             = concat(["CLOUDWATCH"], var.prometheus == null ? [] : ["PROMETHEUS"], ["XRAY"])
  grafana_version          = var.grafana.version
  # The service makes a role of its own in the console only: https://github.com/hashicorp/terraform-provider-aws/issues/24342
  permission_type = "CUSTOMER_MANAGED"
  role_arn        = aws_iam_role.grafana[0].arn
  tags            = var.tags

  dynamic "network_access_control" {
    for_each = var.grafana.network_access == null ? [] : [var.grafana.network_access]

    content {
      prefix_list_ids = network_access_control.value.prefix_list_ids
      vpce_ids        = network_access_control.value.vpc_endpoint_ids
    }
  }

  dynamic "vpc_configuration" {
    for_each = var.grafana.vpc == null ? [] : [var.grafana.vpc]

    content {
      security_group_ids = vpc_configuration.value.security_group_ids
      subnet_ids         = vpc_configuration.value.subnet_ids
    }
  }

  depends_on = [aws_iam_role_policy.grafana]
}

resource "aws_grafana_workspace_saml_configuration" "this" {
  count = try(var.grafana.saml, null) == null ? 0 : 1

  admin_role_values  = var.grafana.saml.admin_role_values
  editor_role_values = var.grafana.saml.editor_role_values
  idp_metadata_url   = var.grafana.saml.metadata_url
  role_assertion     = var.grafana.saml.role_assertion
  workspace_id       = aws_grafana_workspace.this[0].id
}

resource "aws_grafana_role_association" "this" {
  for_each = var.grafana == null ? {} : var.grafana.roles

  group_ids    = each.value.group_ids
  role         = each.key
  user_ids     = each.value.user_ids
  workspace_id = aws_grafana_workspace.this[0].id
}
