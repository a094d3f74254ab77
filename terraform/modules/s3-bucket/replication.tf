data "aws_iam_policy_document" "trust" {
  count = var.replication == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = var.replication == null ? 0 : 1

  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [aws_s3_bucket.this.arn]
  }

  statement {
    actions = [
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionTagging",
    ]
    resources = [local.object_arns]
  }

  statement {
    actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${var.replication.destination_bucket_arn}/*"]
  }

  dynamic "statement" {
    for_each = var.kms_encryption_enabled ? { "kms:Decrypt" = var.kms_key_arn, "kms:Encrypt" = var.replication.destination_kms_key_arn } : {}

    content {
      actions   = [statement.key]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role" "replication" {
  count = var.replication == null ? 0 : 1

  name                 = "${var.name}-replication"
  assume_role_policy   = data.aws_iam_policy_document.trust[0].json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "replication" {
  count = var.replication == null ? 0 : 1

  name   = "replicate-objects"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "this" {
  count = var.replication == null ? 0 : 1

  bucket = aws_s3_bucket_versioning.this.bucket
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "everything-below-prefix"
    status = "Enabled"

    filter {
      prefix = var.replication.prefix
    }

    # A copy that outlives its deleted original would defeat erasure.
    delete_marker_replication {
      status = "Enabled"
    }

    dynamic "source_selection_criteria" {
      for_each = var.kms_encryption_enabled ? [true] : []

      content {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
      }
    }

    destination {
      bucket        = var.replication.destination_bucket_arn
      storage_class = var.replication.storage_class

      dynamic "encryption_configuration" {
        for_each = var.kms_encryption_enabled ? [var.replication.destination_kms_key_arn] : []

        content {
          replica_kms_key_id = encryption_configuration.value
        }
      }

      # S3 promises 15 minutes and nothing else, and only with metrics:
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
      dynamic "replication_time" {
        for_each = var.replication.time_control_enabled ? [15] : []

        content {
          status = "Enabled"

          time {
            minutes = replication_time.value
          }
        }
      }

      dynamic "metrics" {
        for_each = var.replication.time_control_enabled ? [15] : []

        content {
          status = "Enabled"

          event_threshold {
            minutes = metrics.value
          }
        }
      }
    }
  }
}
