# Shared
domain_name = "dev.rayman.example"
environment = "development"
owner       = "devops-team@rayman.example"

# network
availability_zones = ["us-east-1a", "us-east-1b"]
nat                = "single"
vpc_cidr_block     = "10.0.0.0/16"

# edge
alb_deletion_protection_enabled = false
cdn_enabled                     = false
waf_enabled                     = false
zone_id                         = "Z01234567RAYDEV00000"

# api
cors_any_origin_allowed = true
cors_origins            = ["https://dev.rayman.example", "http://localhost:3000"]

# storage
buckets_force_destroy = true

# containers
image_version = "1.0.0"
service       = { count = 1, max_count = 2, cpu = 256, memory = 512 }
spot_enabled  = true

# functions
packages_bucket = "terraform-state-packages-123456789012"

functions = {
  api    = { memory_mb = 256, timeout_seconds = 29, version = "1.0.0" }
  worker = { memory_mb = 512, timeout_seconds = 300, version = "1.0.0" }
}

# data
database_allocated_storage_gb = 20
database_deletion_protection  = false
database_instance_class       = "db.t3.micro"
database_multi_az             = false
database_skip_final_snapshot  = true
redis_node_count              = 1
redis_node_type               = "cache.t3.micro"
redis_skip_final_snapshot     = true
redis_snapshot_retention_days = 1

# secrets
secrets_recovery_window_days = 7

# monitoring
alert_email_addresses = ["devops-team@rayman.example"]

# cost
monthly_budget = 100
