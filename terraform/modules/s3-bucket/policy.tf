data "aws_partition" "current" {}

locals {
  object_arns = "${aws_s3_bucket.this.arn}/*"
  log_account = try(var.log_delivery.account_id, "")

  # Who writes which service's logs, where, and what ties the writer to the account.
  log_writers = {
    load-balancer = {
      service    = "logdelivery.elasticloadbalancing.amazonaws.com"
      resources  = [for prefix in ["", "*/"] : "${aws_s3_bucket.this.arn}/${prefix}AWSLogs/${local.log_account}/*"]
      conditions = {}
    }
    cloudfront = {
      service   = "delivery.logs.amazonaws.com"
      resources = [local.object_arns]
      conditions = {
        "aws:SourceAccount" = local.log_account
        "aws:SourceArn"     = "arn:${data.aws_partition.current.partition}:logs:*:${local.log_account}:delivery-source:*"
        "s3:x-amz-acl"      = "bucket-owner-full-control"
      }
    }
    s3 = {
      service    = "logging.s3.amazonaws.com"
      resources  = [local.object_arns]
      conditions = { "aws:SourceAccount" = local.log_account }
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, local.object_arns]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "DenyOldTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, local.object_arns]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "NumericLessThan"
      variable = "s3:TlsVersion"
      values   = ["1.2"]
    }
  }

  dynamic "statement" {
    for_each = length(var.cloudfront_distribution_arns) > 0 ? [var.cloudfront_distribution_arns] : []

    content {
      sid       = "ReadByCloudFrontDistributions"
      actions   = ["s3:GetObject"]
      resources = [local.object_arns]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = statement.value
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.origin_access_identity_arns) > 0 ? [var.origin_access_identity_arns] : []

    content {
      sid       = "ReadByOriginAccessIdentities"
      actions   = ["s3:GetObject"]
      resources = [local.object_arns]

      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }

  dynamic "statement" {
    for_each = { for source, writer in local.log_writers : source => writer if contains(try(var.log_delivery.sources, []), source) }

    content {
      sid       = "LogsOf${replace(title(statement.key), "-", "")}"
      actions   = ["s3:PutObject"]
      resources = statement.value.resources

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = strcontains(condition.value, "*") ? "ArnLike" : "StringEquals"
          variable = condition.key
          values   = [condition.value]
        }
      }
    }
  }

  dynamic "statement" {
    for_each = var.policy_statements

    content {
      sid     = replace(title(replace(statement.key, "-", " ")), " ", "")
      effect  = statement.value.effect
      actions = statement.value.actions
      resources = concat(
        statement.value.bucket_itself ? [aws_s3_bucket.this.arn] : [],
        [for path in sort(statement.value.objects) : "${aws_s3_bucket.this.arn}/${path}"],
      )

      dynamic "principals" {
        for_each = statement.value.principals

        content {
          type        = principals.key
          identifiers = principals.value
        }
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.this.json

  # S3 refuses two changes of a bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
