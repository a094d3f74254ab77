# AWS Backup allows no hyphens in the names of restore tests.

resource "aws_backup_restore_testing_plan" "this" {
  count = var.restore_testing == null ? 0 : 1

  name                = replace(var.name, "-", "_")
  schedule_expression = var.restore_testing.schedule
  start_window_hours  = var.restore_testing.start_window_hours
  tags                = var.tags

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["CONTINUOUS", "SNAPSHOT"]
    selection_window_days = var.restore_testing.selection_window_days
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = var.restore_testing == null ? {} : var.restore_testing.selections

  name                       = replace("${var.name}-${each.key}", "-", "_")
  restore_testing_plan_name  = aws_backup_restore_testing_plan.this[0].name
  iam_role_arn               = each.value.role_arn
  protected_resource_type    = each.value.resource_type
  protected_resource_arns    = each.value.resource_arns
  restore_metadata_overrides = each.value.metadata
  validation_window_hours    = each.value.validation_window_hours
}
