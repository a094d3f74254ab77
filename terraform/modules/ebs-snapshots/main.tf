resource "aws_dlm_lifecycle_policy" "this" {
  description        = "Snapshots of ${var.name}"
  execution_role_arn = aws_iam_role.this.arn
  state              = var.enabled ? "ENABLED" : "DISABLED"
  tags               = merge(var.tags, { Name = var.name })

  policy_details {
    policy_type    = "EBS_SNAPSHOT_MANAGEMENT"
    resource_types = [var.resource_type]
    target_tags    = var.target_tags

    dynamic "schedule" {
      for_each = var.schedules

      content {
        name        = schedule.key
        copy_tags   = true
        tags_to_add = merge(var.tags, { Schedule = schedule.key })

        create_rule {
          cron_expression = schedule.value.cron
          interval        = schedule.value.cron == null ? schedule.value.interval_hours : null
          interval_unit   = schedule.value.cron == null ? "HOURS" : null
          times           = schedule.value.cron == null ? [schedule.value.time] : null
        }

        retain_rule {
          interval      = schedule.value.retention_days
          interval_unit = "DAYS"
        }

        dynamic "cross_region_copy_rule" {
          for_each = schedule.value.copies

          content {
            cmk_arn   = cross_region_copy_rule.value.kms_key_arn
            copy_tags = true
            encrypted = true
            target    = cross_region_copy_rule.key

            retain_rule {
              interval      = cross_region_copy_rule.value.retention_days
              interval_unit = "DAYS"
            }
          }
        }
      }
    }
  }

  # The role may do nothing before its policy is there.
  depends_on = [aws_iam_role_policy.this]
}
