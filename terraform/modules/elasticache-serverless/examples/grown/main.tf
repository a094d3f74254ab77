module "elasticache_serverless" {
  source = "../.."

  name               = "shop-sessions"
  ecpu_per_second    = { maximum = 20000, minimum = 1000 }
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  storage_gb         = { maximum = 50, minimum = 1 }
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]

  users = {
    admin = { access_string = "on ~* &* +@all" }
    app   = {}
  }
}
