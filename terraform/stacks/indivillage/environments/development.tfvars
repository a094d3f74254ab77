# Shared
domain_name                 = "dev.indivillage.com"
enhanced_monitoring_enabled = false
environment                 = "development"
log_retention_days          = 14
replicate                   = false

# network
availability_zones = ["us-east-1a", "us-east-1b"]
nat                = "single"
vpc_cidr_block     = "10.0.0.0/16"

# edge and names
alb_deletion_protection_enabled = false
cdn_price_class                 = "PriceClass_100"
grafana_domain_name             = "grafana-dev.indivillage.com"

# data
database_allocated_storage_gb     = 20
database_deletion_protection      = false
database_instance_class           = "db.t3.medium"
database_max_allocated_storage_gb = 100
database_multi_az                 = false
database_backup_retention_days    = 7
database_skip_final_snapshot      = true
redis_node_count                  = 1
redis_node_type                   = "cache.t3.medium"
redis_skip_final_snapshot         = true
redis_snapshot_retention_days     = 1

# storage
buckets_force_destroy = true
upload_origins        = ["https://dev.indivillage.com", "http://localhost:3000"]

# secrets
secret_rotation              = { version = "1.0.0" }
secrets_recovery_window_days = 7

# backup
state_bucket = "terraform-state-123456789012"

backups = {
  critical = { retention_days = 7, schedule = "cron(0 1 * * ? *)" }
  standard = { retention_days = 3, schedule = "cron(0 1,13 * * ? *)" }
}

# monitoring
alert_email_addresses         = ["devops@indivillage.com"]
anomaly_alarms_enabled        = false
log_anomaly_detection_enabled = false
user_monitor_enabled          = false

service_alert_routes = {
  data = { email_address = "data@indivillage.com", services = ["cache", "database"] }
}

slack = {
  incidents_channel_id  = "C0DEVINCIDENT"
  monitoring_channel_id = "C0DEVMONITOR"
  team_id               = "T0INDIVILLAGE"
}

# operations
patch_install_schedule = "rate(1 day)"

# integration
calls = { connect_timeout_seconds = 2, max_attempts = 2, read_timeout_seconds = 10, retry_mode = "standard" }

# compute
app_tier = {
  desired_count = 1
  instance_type = "t3.medium"
  max_count     = 4
  min_count     = 1
  spot          = { instance_types = ["t3a.medium"] }
}

web_tier = {
  desired_count = 1
  instance_type = "t3.medium"
  max_count     = 3
  min_count     = 1
  spot          = { instance_types = ["t3a.medium"] }

  schedules = {
    evening = { max_count = 1, min_count = 1, recurrence = "0 19 * * 1-5" }
    morning = { max_count = 3, min_count = 1, recurrence = "0 7 * * 1-5" }
  }
}

# containers
services = {
  api    = { count = 1, max_count = 2, cpu = 256, memory = 512, version = "1.0.0" }
  worker = { count = 1, max_count = 2, cpu = 256, memory = 512, version = "1.0.0" }
}

# functions
packages_bucket = "terraform-state-packages-123456789012"

functions = {
  api              = { memory_mb = 1024, version = "1.0.0" }
  background-tasks = { memory_mb = 1024, version = "1.0.0" }
  file-analyzer    = { memory_mb = 2048, version = "1.0.0" }
  file-processor   = { memory_mb = 2048, version = "1.0.0" }
  image-optimizer  = { memory_mb = 1536, version = "1.0.0" }
  notifications    = { memory_mb = 1024, version = "1.0.0" }
}

# messaging
notification_receivers = {
  operations = { endpoint = "devops@indivillage.com", kinds = ["failure", "summary"], protocol = "email" }
}
