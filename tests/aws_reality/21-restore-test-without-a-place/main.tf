resource "aws_backup_restore_testing_plan" "this" {
  name                = "shop"
  schedule_expression = "cron(0 7 ? * SUN *)"

  recovery_point_selection {
    algorithm            = "LATEST_WITHIN_WINDOW"
    include_vaults       = ["*"]
    recovery_point_types = ["SNAPSHOT"]
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  name                      = "shop_database"
  restore_testing_plan_name = aws_backup_restore_testing_plan.this.name
  iam_role_arn              = "arn:aws:iam::123456789012:role/shop-backup"
  protected_resource_type   = "RDS"
  protected_resource_arns   = ["*"]
}
