module "elasticache_redis" {
  source = "../.."

  name               = "shop"
  node_type          = "cache.r7g.large"
  node_count         = 3
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]

  log_group_names = {
    "engine-log" = "/shop/redis/engine"
    "slow-log"   = "/shop/redis/slow"
  }

  parameters = {
    "notify-keyspace-events" = "Ex"
  }

  users = {
    app = {}
  }
}
