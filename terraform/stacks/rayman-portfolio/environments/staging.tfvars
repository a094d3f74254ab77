# Shared
domain_name = "staging.rayman.example"
environment = "staging"
owner       = "devops-team@rayman.example"

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "per_az"
vpc_cidr_block     = "10.1.0.0/16"

# edge
zone_id = "Z01234567RAYSTG00000"

# storage
log_archive_enabled = true

# containers
image_version = "1.0.0"
service       = { count = 2, max_count = 4, cpu = 512, memory = 1024 }
spot_enabled  = true

# functions
packages_bucket = "terraform-state-packages-123456789012"

functions = {
  api    = { memory_mb = 512, timeout_seconds = 29, version = "1.0.0" }
  worker = { memory_mb = 512, timeout_seconds = 300, version = "1.0.0" }
}

# data
database_allocated_storage_gb = 50
database_instance_class       = "db.t3.small"
redis_node_count              = 2
redis_node_type               = "cache.t3.small"

# monitoring
alert_email_addresses = ["devops-team@rayman.example"]

# cost
monthly_budget = 300
