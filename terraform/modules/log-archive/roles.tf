data "aws_iam_policy_document" "trust" {
  for_each = { deliver = "firehose.amazonaws.com", subscribe = "logs.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "subscribe" {
  name                 = "${var.name}-subscribe"
  description          = "Lets CloudWatch Logs hand events to the archive ${var.name}."
  assume_role_policy   = data.aws_iam_policy_document.trust["subscribe"].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

data "aws_iam_policy_document" "subscribe" {
  statement {
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = [for key in sort(keys(var.log_groups)) : aws_kinesis_firehose_delivery_stream.this[key].arn]
  }
}

resource "aws_iam_role_policy" "subscribe" {
  name   = "hand-events"
  role   = aws_iam_role.subscribe.name
  policy = data.aws_iam_policy_document.subscribe.json
}

resource "aws_iam_role" "deliver" {
  name                 = "${var.name}-deliver"
  description          = "Lets Firehose write the archive ${var.name}."
  assume_role_policy   = data.aws_iam_policy_document.trust["deliver"].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
data "aws_iam_policy_document" "deliver" {
  statement {
    sid       = "FindBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [var.bucket_arn]
  }

  statement {
    sid       = "WriteFiles"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
    resources = ["${var.bucket_arn}/${var.bucket_prefix}/*"]
  }

  statement {
    sid       = "WriteErrors"
    actions   = ["logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.errors.arn}:log-stream:*"]
  }

  dynamic "statement" {
    for_each = var.bucket_kms_key == null ? [] : [var.bucket_kms_key.arn]

    content {
      sid       = "EncryptFiles"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "deliver" {
  name   = "write-files"
  role   = aws_iam_role.deliver.name
  policy = data.aws_iam_policy_document.deliver.json
}
