resource "aws_db_instance" "this" {
  identifier                  = "shop"
  allocated_storage           = 20
  engine                      = "postgres"
  engine_version              = "16"
  final_snapshot_identifier   = "shop-final"
  instance_class              = "db.t3.medium"
  manage_master_user_password = true
  skip_final_snapshot         = false
  username                    = "dbadmin"
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "shop/application"
  recovery_window_in_days = 30
}
