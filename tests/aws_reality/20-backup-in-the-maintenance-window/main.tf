resource "aws_db_instance" "this" {
  identifier                  = "shop"
  allocated_storage           = 20
  backup_retention_period     = 7
  backup_window               = "03:00-04:00"
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t3.medium"
  maintenance_window          = "sun:05:00-sun:06:00"
  manage_master_user_password = true
  skip_final_snapshot         = true
  username                    = "dbadmin"

  tags = {
    Backup = "shop"
  }
}

resource "aws_backup_plan" "this" {
  name = "shop"

  rule {
    rule_name         = "daily"
    target_vault_name = "shop"
    schedule          = "cron(0 5 * * ? *)"
    start_window      = 60
  }
}

resource "aws_backup_selection" "this" {
  name         = "shop"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = "arn:aws:iam::123456789012:role/shop-backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "shop"
  }
}
