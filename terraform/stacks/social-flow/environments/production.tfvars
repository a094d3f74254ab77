# Shared
environment = "production"
owner       = "devops-team@socialflow.com"

# account baseline
manage_account_baseline = true
record_object_events    = true
trail_object_lock_days  = 365
trail_retention_days    = 365

# cost
cost_anomaly_impact = 100
monthly_budget      = 2500

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "per_az"

# edge
alb_deletion_protection_enabled = true
domain_name                     = "socialflow.com"
price_class                     = "PriceClass_All"
zone_id                         = "Z01234567PRDEXAMPLE0"

# storage
buckets_force_destroy = false
versioned_buckets     = ["static", "uploads", "videos"]

# containers
container_insights = "enabled"
image_version      = "1.0.0"

services = {
  app    = { cpu = 2048, memory = 4096, count = 3, max_count = 10 }
  beat   = { cpu = 512, memory = 1024, count = 1 }
  worker = { cpu = 1024, memory = 2048, count = 4, max_count = 12 }
}

# monitoring
log_retention_days = 30
slack_channel_id   = "C0PROALERTS"
slack_team_id      = "T0SOCIALFLOW"

# encryption
replicate = true

# data
database_allocated_storage_gb     = 100
database_backup_retention_days    = 30
database_deletion_protection      = true
database_instance_class           = "db.r6g.xlarge"
database_max_allocated_storage_gb = 500
database_max_connections          = 1500
database_monitoring_seconds       = 60
database_multi_az                 = true
database_work_mem_kb              = 16384
redis_node_count                  = 3
redis_node_type                   = "cache.r6g.large"
redis_snapshot_retention_days     = 7

# secrets
secrets_recovery_window_days = 30

# backup
backup_lock_days         = 7
restore_testing_schedule = "cron(0 7 ? * SUN *)"
