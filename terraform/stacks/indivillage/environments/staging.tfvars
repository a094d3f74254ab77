# Shared
domain_name                 = "staging.indivillage.com"
enhanced_monitoring_enabled = true
environment                 = "staging"
log_retention_days          = 30
replicate                   = false

# network
availability_zones = ["us-east-1a", "us-east-1b"]
nat                = "single"
vpc_cidr_block     = "10.1.0.0/16"

# edge and names
cdn_price_class     = "PriceClass_200"
grafana_domain_name = "grafana-staging.indivillage.com"

# data
database_allocated_storage_gb     = 50
database_instance_class           = "db.t3.large"
database_max_allocated_storage_gb = 200
redis_node_count                  = 1
redis_node_type                   = "cache.t3.medium"

# secrets
secret_rotation = { version = "1.0.0" }

# backup
restore_testing_schedule = "cron(0 8 ? * MON *)"
state_bucket             = "terraform-state-123456789012"

backups = {
  critical = { retention_days = 30, schedule = "cron(0 1 * * ? *)" }
  standard = { retention_days = 14, schedule = "cron(0 1,9,17 * * ? *)" }
}

# monitoring
alert_email_addresses = ["devops@indivillage.com"]

service_alert_routes = {
  data = { email_address = "data@indivillage.com", services = ["cache", "database"] }
}

slack = {
  incidents_channel_id  = "C0STAINCIDENT"
  monitoring_channel_id = "C0STAMONITOR"
  team_id               = "T0INDIVILLAGE"
}

# operations
patch_schedules = { tuesday = "cron(0 2 ? * TUE *)" }

# integration
calls = { connect_timeout_seconds = 2, max_attempts = 3, read_timeout_seconds = 5, retry_mode = "standard" }

# compute
app_tier = {
  desired_count = 2
  instance_type = "t3.large"
  max_count     = 6
  min_count     = 2
  spot          = { instance_types = ["t3a.large"] }
}

web_tier = {
  desired_count = 2
  instance_type = "t3.large"
  max_count     = 4
  min_count     = 2
  spot          = { instance_types = ["t3a.large"] }

  schedules = {
    evening = { max_count = 2, min_count = 1, recurrence = "0 19 * * 1-5" }
    morning = { max_count = 4, min_count = 2, recurrence = "0 7 * * 1-5" }
  }
}

# containers
services = {
  api    = { count = 2, max_count = 4, cpu = 512, memory = 1024, version = "1.0.0" }
  worker = { count = 1, max_count = 4, cpu = 512, memory = 1024, version = "1.0.0" }
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
