resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket_versioning.this.bucket

  # What nobody can see any more is not kept for ever.
  rule {
    id     = "clean-up"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = var.incomplete_upload_days
    }

    dynamic "noncurrent_version_expiration" {
      for_each = var.noncurrent_version_days == null ? [] : [var.noncurrent_version_days]

      content {
        noncurrent_days = noncurrent_version_expiration.value
      }
    }
  }

  dynamic "rule" {
    for_each = var.lifecycle_rules

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      dynamic "transition" {
        for_each = rule.value.transitions

        content {
          storage_class = transition.key
          days          = transition.value
        }
      }

      dynamic "expiration" {
        for_each = rule.value.expiration_days == null ? [] : [rule.value.expiration_days]

        content {
          days = expiration.value
        }
      }
    }
  }
}

resource "aws_s3_bucket_intelligent_tiering_configuration" "this" {
  count = var.intelligent_tiering == null ? 0 : 1

  bucket = aws_s3_bucket.this.id
  name   = "archive"

  dynamic "tiering" {
    for_each = {
      for tier, days in {
        ARCHIVE_ACCESS      = var.intelligent_tiering.archive_days
        DEEP_ARCHIVE_ACCESS = var.intelligent_tiering.deep_archive_days
      } : tier => days if days != null
    }

    content {
      access_tier = tiering.key
      days        = tiering.value
    }
  }
}
