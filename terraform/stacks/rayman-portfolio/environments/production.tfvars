# Shared
domain_name = "rayman.example"
environment = "production"
owner       = "devops-team@rayman.example"

# account baseline
record_data_events = true

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "per_az"
vpc_cidr_block     = "10.2.0.0/16"

# edge
zone_id = "Z01234567RAYPRD00000"

# storage
log_archive_enabled = true

# encryption
replicate = true

# containers
image_version = "1.0.0"
service       = { count = 3, max_count = 9, cpu = 1024, memory = 2048 }

# functions
packages_bucket = "terraform-state-packages-123456789012"

functions = {
  api    = { memory_mb = 1024, timeout_seconds = 29, version = "1.0.0" }
  worker = { memory_mb = 1024, timeout_seconds = 300, version = "1.0.0" }
}

# data
database_allocated_storage_gb = 100
database_instance_class       = "db.t3.medium"
redis_node_count              = 3
redis_node_type               = "cache.t3.medium"
redis_snapshot_retention_days = 7

# monitoring
alert_email_addresses = ["devops-team@rayman.example"]

# cost
monthly_budget = 600
