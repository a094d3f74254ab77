resource "aws_db_parameter_group" "this" {
  name   = "shop-postgres16"
  family = "postgres16"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier                  = "shop"
  allocated_storage           = 20
  allow_major_version_upgrade = false
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t3.medium"
  manage_master_user_password = true
  parameter_group_name        = aws_db_parameter_group.this.name
  skip_final_snapshot         = true
  username                    = "dbadmin"
}
