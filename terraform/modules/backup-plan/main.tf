resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.kms_key_arn
  tags        = var.tags
}

# A vault that only receives copies from another region has no plan of its own.
resource "aws_backup_plan" "this" {
  count = length(var.rules) > 0 ? 1 : 0

  name = var.name
  tags = var.tags

  dynamic "rule" {
    for_each = var.rules

    content {
      rule_name                = rule.key
      target_vault_name        = aws_backup_vault.this.name
      schedule                 = rule.value.schedule
      start_window             = rule.value.start_window_minutes
      completion_window        = rule.value.completion_window_minutes
      enable_continuous_backup = rule.value.continuous
      recovery_point_tags      = var.tags

      lifecycle {
        cold_storage_after = rule.value.cold_storage_after_days
        delete_after       = rule.value.delete_after_days
      }

      dynamic "copy_action" {
        for_each = rule.value.copy == null ? [] : [rule.value.copy]

        content {
          destination_vault_arn = copy_action.value.vault_arn

          lifecycle {
            delete_after = copy_action.value.delete_after_days
          }
        }
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  for_each = var.selections

  name         = "${var.name}-${each.key}"
  plan_id      = aws_backup_plan.this[0].id
  iam_role_arn = each.value.role_arn
  resources    = each.value.resource_arns

  dynamic "selection_tag" {
    for_each = each.value.tags

    content {
      type  = "STRINGEQUALS"
      key   = selection_tag.key
      value = selection_tag.value
    }
  }
}
