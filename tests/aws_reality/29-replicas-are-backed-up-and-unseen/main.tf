resource "aws_db_instance" "this" {
  identifier                      = "shop"
  allocated_storage               = 20
  backup_retention_period         = 7
  enabled_cloudwatch_logs_exports = ["postgresql"]
  engine                          = "postgres"
  engine_version                  = "16"
  instance_class                  = "db.t3.medium"
  password                        = "only-an-example"
  skip_final_snapshot             = true
  username                        = "dbadmin"

  tags = {
    Backup = "shop"
  }
}

resource "aws_db_instance" "replica" {
  identifier                      = "shop-reporting"
  enabled_cloudwatch_logs_exports = ["postgresql"]
  instance_class                  = "db.t3.medium"
  replicate_source_db             = aws_db_instance.this.identifier
  skip_final_snapshot             = true

  tags = {
    Backup = "shop"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/rds/instance/shop/postgresql"
  retention_in_days = 30
}

resource "aws_backup_selection" "this" {
  name         = "shop"
  plan_id      = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
  iam_role_arn = "arn:aws:iam::123456789012:role/shop-backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "shop"
  }
}
