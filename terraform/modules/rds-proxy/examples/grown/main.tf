module "rds_proxy" {
  source = "../.."

  name                    = "shop"
  engine_family           = "MYSQL"
  database                = { cluster_identifier = "shop" }
  subnet_ids              = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids      = ["sg-1b2c3d4e5f6071829"]
  max_connections_percent = 80
  reader_endpoint_enabled = true

  users = {
    app = {
      kms_key    = { arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b" }
      secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/app-AbCdEf"
    }
    reports = { secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/reports-AbCdEf" }
  }
}
