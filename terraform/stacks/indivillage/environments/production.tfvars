# Shared
domain_name                 = "indivillage.com"
enhanced_monitoring_enabled = true
environment                 = "production"
log_retention_days          = 90
replicate                   = true

# network
availability_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
nat                = "per_az"
vpc_cidr_block     = "10.2.0.0/16"

# edge and names
cdn_price_class       = "PriceClass_All"
failover_enabled      = true
grafana_domain_name   = "grafana.indivillage.com"
origin_shield_enabled = true

# data
database_allocated_storage_gb     = 200
database_instance_class           = "db.m5.large"
database_max_allocated_storage_gb = 1000
redis_node_count                  = 2
redis_node_type                   = "cache.m5.large"

# secrets
recovery_ready  = true
secret_rotation = { version = "1.0.0" }

# backup
restore_testing_schedule = "cron(0 8 ? * MON *)"
state_bucket             = "terraform-state-123456789012"

backups = {
  critical = { retention_days = 30, schedule = "cron(0 1 * * ? *)" }
  standard = { retention_days = 14, schedule = "cron(0 * * * ? *)" }
}

# monitoring
alert_email_addresses = ["devops@indivillage.com"]
alert_sms_numbers     = ["+15550100"]

service_alert_routes = {
  data = { email_address = "data@indivillage.com", services = ["cache", "database"] }
}

slack = {
  incidents_channel_id  = "C0PROINCIDENT"
  monitoring_channel_id = "C0PROMONITOR"
  team_id               = "T0INDIVILLAGE"
}

# operations
patch_schedules = {
  first-sunday = "cron(0 2 ? * SUN#1 *)"
  third-sunday = "cron(0 2 ? * SUN#3 *)"
}

# integration
calls = { connect_timeout_seconds = 2, max_attempts = 3, read_timeout_seconds = 5, retry_mode = "standard" }

# compute
app_tier = {
  desired_count = 3
  instance_type = "m5.large"
  max_count     = 12
  min_count     = 3
}

web_tier = {
  desired_count = 4
  instance_type = "m5.large"
  max_count     = 10
  min_count     = 2
  name          = "indivillage-web-asg"

  schedules = {
    morning = { max_count = 10, min_count = 4, recurrence = "0 6 * * 1-5" }
    night   = { max_count = 10, min_count = 2, recurrence = "0 22 * * *" }
  }
}

# containers
services = {
  api    = { count = 3, max_count = 12, cpu = 512, memory = 1024, version = "1.0.0" }
  worker = { count = 2, max_count = 10, cpu = 512, memory = 1024, version = "1.0.0" }
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
