# Shared
environment = "staging"
owner       = "devops-team@socialflow.com"

# account baseline
manage_account_baseline = true
record_object_events    = false
trail_retention_days    = 365

# cost
cost_anomaly_impact = 50
monthly_budget      = 800

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "per_az"

# edge
alb_deletion_protection_enabled = true
domain_name                     = "staging.socialflow.com"
price_class                     = "PriceClass_200"
zone_id                         = "Z01234567STGEXAMPLE0"

# storage
buckets_force_destroy = false
versioned_buckets     = ["static", "uploads", "videos"]

# containers
container_insights = "enabled"
image_version      = "1.0.0"

services = {
  app    = { cpu = 1024, memory = 2048, count = 2, max_count = 4 }
  beat   = { cpu = 512, memory = 1024, count = 1 }
  worker = { cpu = 512, memory = 1024, count = 2 }
}

# monitoring
log_retention_days = 14
slack_channel_id   = "C0STAALERTS"
slack_team_id      = "T0SOCIALFLOW"

# encryption
replicate = false

# data
database_allocated_storage_gb     = 50
database_backup_retention_days    = 7
database_deletion_protection      = true
database_instance_class           = "db.t3.medium"
database_max_allocated_storage_gb = 200
database_max_connections          = 300
database_monitoring_seconds       = 60
database_multi_az                 = true
redis_node_count                  = 2
redis_node_type                   = "cache.t3.small"
redis_snapshot_retention_days     = 5

# secrets
secrets_recovery_window_days = 30

# backup
restore_testing_schedule = "cron(0 7 ? * SUN *)"
