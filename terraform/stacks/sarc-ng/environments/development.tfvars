# Shared
environment = "development"

# account
buckets_force_destroy = true
log_retention_days    = 7

pipeline_trust = {
  deploy = { subjects = ["repo:sarc-ng/sarc-ng:environment:development"] }
  plan   = { subjects = ["repo:sarc-ng/sarc-ng:environment:development-plan"] }
}

# network
availability_zones          = ["us-east-1a", "us-east-1b"]
database_subnet_cidr_blocks = ["10.0.20.0/24", "10.0.21.0/24"]
nat                         = "single"
private_subnet_cidr_blocks  = ["10.0.10.0/24", "10.0.11.0/24"]
public_subnet_cidr_blocks   = ["10.0.1.0/24", "10.0.2.0/24"]
vpc_cidr_block              = "10.0.0.0/16"

# dns
domain_name = "dev.sarc-ng.example"

# database
database_allocated_storage_gb         = 20
database_backup_retention_days        = 7
database_deletion_protection          = false
database_engine_version               = "8.4"
database_instance_class               = "db.t3.medium"
database_is_aurora                    = false
database_max_allocated_storage_gb     = 100
database_multi_az                     = false
database_performance_insights_enabled = false
database_skip_final_snapshot          = true
secrets_recovery_window_days          = 7

# services
alb_deletion_protection_enabled = false
rotation_function_version       = "1.0.0"
spot_enabled                    = true

# One task, which goes home in the evening.
api = {
  cpu           = 512
  desired_count = 1
  image_version = "1.0.0"
  memory        = 1024

  autoscaling = {
    max_count = 1
    min_count = 1
    schedules = {
      evening = { max_count = 0, min_count = 0, schedule = "cron(0 19 ? * MON-FRI *)" }
      morning = { max_count = 1, min_count = 1, schedule = "cron(0 7 ? * MON-FRI *)" }
    }
  }
}

web = {
  cpu           = 256
  desired_count = 1
  image_version = "1.0.0"
  memory        = 512

  autoscaling = {
    max_count = 1
    min_count = 1
    schedules = {
      evening = { max_count = 0, min_count = 0, schedule = "cron(0 19 ? * MON-FRI *)" }
      morning = { max_count = 1, min_count = 1, schedule = "cron(0 7 ? * MON-FRI *)" }
    }
  }
}

api_function    = { memory_mb = 256, version = "1.0.0" }
worker_function = { memory_mb = 256, version = "1.0.0" }

# The alias always runs the last version; nobody is in the way of a release.
api_function_release = { enabled = false }

configuration = {
  "log-level" = { description = "Least important kind of message that is logged.", value = "debug" }
}

# observability
alert_email_addresses = ["platform-team@sarc-ng.example"]
monthly_budget        = 200
