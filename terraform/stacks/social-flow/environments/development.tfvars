# Shared
environment = "development"
owner       = "devops-team@socialflow.com"

# account baseline
manage_account_baseline = true
record_object_events    = false
trail_retention_days    = 365

# cost
cost_anomaly_impact = 20
monthly_budget      = 300

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "single"

# edge
alb_deletion_protection_enabled = false
domain_name                     = "dev.socialflow.com"
price_class                     = "PriceClass_100"
waf_enabled                     = false
zone_id                         = "Z01234567DEVEXAMPLE0"

# storage
buckets_force_destroy = true
versioned_buckets     = ["static"]

# containers
container_insights = "disabled"
image_version      = "1.0.0"

services = {
  app    = { cpu = 512, memory = 1024, count = 1, max_count = 2 }
  beat   = { cpu = 256, memory = 512, count = 1 }
  worker = { cpu = 256, memory = 512, count = 1 }
}

# monitoring
log_retention_days = 7
slack_channel_id   = "C0DEVALERTS"
slack_team_id      = "T0SOCIALFLOW"

# encryption
replicate = false

# data
database_allocated_storage_gb     = 20
database_backup_retention_days    = 3
database_deletion_protection      = false
database_instance_class           = "db.t3.small"
database_max_allocated_storage_gb = 100
database_max_connections          = 150
database_monitoring_seconds       = 0
database_multi_az                 = false
database_skip_final_snapshot      = true
redis_node_count                  = 1
redis_node_type                   = "cache.t3.micro"
redis_skip_final_snapshot         = true
redis_snapshot_retention_days     = 1

# secrets
secrets_recovery_window_days = 7
