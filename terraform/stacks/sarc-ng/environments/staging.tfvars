# Shared
environment = "staging"

# account
log_retention_days = 14

pipeline_trust = {
  deploy = { subjects = ["repo:sarc-ng/sarc-ng:environment:staging"] }
  plan   = { subjects = ["repo:sarc-ng/sarc-ng:environment:staging-plan"] }
}

# network
availability_zones          = ["us-east-1a", "us-east-1b", "us-east-1c"]
database_subnet_cidr_blocks = ["10.1.20.0/24", "10.1.21.0/24", "10.1.22.0/24"]
nat                         = "single"
private_subnet_cidr_blocks  = ["10.1.10.0/24", "10.1.11.0/24", "10.1.12.0/24"]
public_subnet_cidr_blocks   = ["10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24"]
vpc_cidr_block              = "10.1.0.0/16"

# dns
domain_name = "staging.sarc-ng.example"

# database
database_backup_retention_days = 14
database_engine_version        = "8.0.mysql_aurora.3.10.0"
database_instance_class        = "db.t4g.medium"
database_instances             = { "1" = { promotion_tier = 1 } }
database_is_aurora             = true

# services
rotation_function_version = "1.0.0"

api = {
  cpu                   = 512
  deployment_controller = "CODE_DEPLOY"
  desired_count         = 2
  image_version         = "1.0.0"
  memory                = 1024

  autoscaling = { cpu_target = 70, max_count = 4, memory_target = 70, min_count = 2 }
}

web = {
  cpu           = 256
  desired_count = 2
  image_version = "1.0.0"
  memory        = 512

  autoscaling = { cpu_target = 70, max_count = 4, memory_target = 70, min_count = 2 }
}

api_function    = { memory_mb = 512, version = "1.0.0" }
worker_function = { memory_mb = 512, version = "1.0.0" }

configuration = {
  "log-level" = { description = "Least important kind of message that is logged.", value = "info" }
}

# observability
alert_email_addresses = ["platform-team@sarc-ng.example"]
monthly_budget        = 500
