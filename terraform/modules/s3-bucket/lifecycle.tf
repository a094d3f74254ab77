locals {
  # How many elements a filter has: S3 takes one by itself, several within "and" only.
  filter_elements = {
    for key, rule in var.lifecycle_rules : key => length(rule.tags) + length([
      for element in [rule.prefix == "" ? null : rule.prefix, rule.larger_than_bytes, rule.smaller_than_bytes] : true if element != null
    ])
  }
}

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
        prefix = (
          local.filter_elements[rule.key] == 0 || (local.filter_elements[rule.key] == 1 && rule.value.prefix != "") ? rule.value.prefix : null
        )
        object_size_greater_than = local.filter_elements[rule.key] == 1 ? rule.value.larger_than_bytes : null
        object_size_less_than    = local.filter_elements[rule.key] == 1 ? rule.value.smaller_than_bytes : null

        dynamic "tag" {
          for_each = local.filter_elements[rule.key] == 1 ? rule.value.tags : {}

          content {
            key   = tag.key
            value = tag.value
          }
        }

        dynamic "and" {
          for_each = local.filter_elements[rule.key] > 1 ? [rule.value] : []

          content {
            prefix                   = and.value.prefix == "" ? null : and.value.prefix
            tags                     = length(and.value.tags) > 0 ? and.value.tags : null
            object_size_greater_than = and.value.larger_than_bytes
            object_size_less_than    = and.value.smaller_than_bytes
          }
        }
      }

      dynamic "transition" {
        for_each = rule.value.transitions

        content {
          storage_class = transition.key
          days          = transition.value
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = rule.value.noncurrent_transitions

        content {
          storage_class   = noncurrent_version_transition.key
          noncurrent_days = noncurrent_version_transition.value
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
