# Policies that read settings often read contents as well: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
# A Deny holds whatever else a group is given, now or later.

locals {
  # What reads the contents of resources, by kind.
  reading_actions = {
    logs = [
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:GetLogRecord",
      "logs:GetQueryResults",
      "logs:StartLiveTail",
      "logs:StartQuery",
      "logs:Unmask",
      "rds:DownloadCompleteDBLogFile",
      "rds:DownloadDBLogFilePortion",
    ]
    objects = [
      "s3-object-lambda:GetObject",
      "s3-object-lambda:GetObjectVersion",
      "s3:GetDataAccess",
      "s3:GetObject",
      "s3:GetObjectAnnotation",
      "s3:GetObjectTorrent",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionAnnotation",
      "s3:GetObjectVersionTorrent",
      "s3express:CreateSession",
      "s3tables:GetTableData",
    ]
    records = [
      "athena:GetQueryResults",
      "athena:GetQueryResultsStream",
      "dax:BatchGetItem",
      "dax:GetItem",
      "dax:Query",
      "dax:Scan",
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:GetRecords",
      "dynamodb:PartiQLSelect",
      "dynamodb:Query",
      "dynamodb:Scan",
      "ebs:GetSnapshotBlock",
      "elasticache:Connect",
      "kinesis:GetRecords",
      "kinesis:SubscribeToShard",
      "rds-data:BatchExecuteStatement",
      "rds-data:ExecuteSql",
      "rds-data:ExecuteStatement",
      "rds-db:connect",
      "sqs:ReceiveMessage",
    ]
    secrets = [
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter",
      "ssm:GetParameterHistory",
      "ssm:GetParameters",
      "ssm:GetParametersByPath",
    ]
  }

  denied_actions = {
    for group, settings in var.groups : group => flatten([
      for kind, actions in local.reading_actions : actions if !contains(settings.reads, kind)
    ])
  }

  kept_from_contents = { for group, actions in local.denied_actions : group => actions if length(actions) > 0 }
}

data "aws_iam_policy_document" "deny_contents" {
  for_each = local.kept_from_contents

  statement {
    sid       = "DenyContents"
    effect    = "Deny"
    actions   = each.value
    resources = ["*"]
  }
}

resource "aws_iam_policy" "deny_contents" {
  for_each = local.kept_from_contents

  name        = "${var.name}-${each.key}-deny-contents"
  description = "Denies the contents of logs, objects, records and secrets that the group does not read."
  policy      = data.aws_iam_policy_document.deny_contents[each.key].json
  tags        = var.tags
}

resource "aws_iam_group_policy_attachment" "deny_contents" {
  for_each = local.kept_from_contents

  group      = aws_iam_group.this[each.key].name
  policy_arn = aws_iam_policy.deny_contents[each.key].arn
}
