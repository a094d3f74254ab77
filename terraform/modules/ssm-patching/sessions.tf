resource "aws_cloudwatch_log_group" "sessions" {
  count = var.sessions == null ? 0 : 1

  name              = "/aws/ssm/${var.name}/sessions"
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

# The document of this name holds for every session of the account in the region:
# https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html
resource "aws_ssm_document" "sessions" {
  count = var.sessions == null ? 0 : 1

  name            = var.sessions.document_name
  document_format = "JSON"
  document_type   = "Session"
  tags            = var.tags

  # Not an IAM policy: how sessions are recorded and when they end.
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "Sessions of ${var.name}"
    sessionType   = "Standard_Stream"
    inputs = {
      cloudWatchEncryptionEnabled = var.log_kms_key_arn != null
      cloudWatchLogGroupName      = aws_cloudwatch_log_group.sessions[0].name
      cloudWatchStreamingEnabled  = true
      idleSessionTimeout          = tostring(var.sessions.idle_minutes)
      kmsKeyId                    = var.sessions.encryption == null ? "" : var.sessions.encryption.kms_key_arn
      maxSessionDuration          = tostring(var.sessions.max_minutes)
      runAsDefaultUser            = var.sessions.user == null ? "" : var.sessions.user
      runAsEnabled                = var.sessions.user != null
      s3BucketName                = ""
      s3EncryptionEnabled         = true
      s3KeyPrefix                 = ""
    }
  })
}

# What an instance does for its sessions and for the output of its patches, as its role has to allow it:
# https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
data "aws_iam_policy_document" "instance" {
  statement {
    sid     = "WriteLogs"
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [
      for group in concat([aws_cloudwatch_log_group.patching], aws_cloudwatch_log_group.sessions) : "${group.arn}:*"
    ]
  }

  # CloudWatch Logs lists groups for a whole account.
  statement {
    sid       = "ListLogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${var.account_id}:log-group:*"]
  }

  dynamic "statement" {
    for_each = try(var.sessions.encryption, null) == null ? [] : [var.sessions.encryption.kms_key_arn]

    content {
      sid       = "ReadSessions"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
}
