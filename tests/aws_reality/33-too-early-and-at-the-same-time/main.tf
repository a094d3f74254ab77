resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = "shop-videos-123456789012"

  rule {
    id     = "move"
    status = "Enabled"

    filter {}

    transition {
      days          = 1
      storage_class = "STANDARD_IA"
    }
  }
}

resource "aws_db_instance" "this" {
  identifier                  = "shop"
  allocated_storage           = 20
  backup_retention_period     = 7
  backup_window               = "05:30-06:30"
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t3.medium"
  maintenance_window          = "sun:05:00-sun:06:00"
  manage_master_user_password = true
  skip_final_snapshot         = true
  username                    = "dbadmin"
}
