# Shared
environment = "production"

# account
log_retention_days = 30

pipeline_trust = {
  deploy = { subjects = ["repo:sarc-ng/sarc-ng:environment:production"] }
  plan   = { subjects = ["repo:sarc-ng/sarc-ng:environment:production-plan"] }
}

# network
availability_zones          = ["us-east-1a", "us-east-1b", "us-east-1c"]
database_subnet_cidr_blocks = ["10.0.20.0/24", "10.0.21.0/24", "10.0.22.0/24"]
nat                         = "per_az"
private_subnet_cidr_blocks  = ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"]
public_subnet_cidr_blocks   = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
vpc_cidr_block              = "10.0.0.0/16"

# the second region
secondary_network = {
  availability_zones          = ["us-west-2a", "us-west-2b", "us-west-2c"]
  database_subnet_cidr_blocks = ["10.3.20.0/24", "10.3.21.0/24", "10.3.22.0/24"]
  private_subnet_cidr_blocks  = ["10.3.10.0/24", "10.3.11.0/24", "10.3.12.0/24"]
  public_subnet_cidr_blocks   = ["10.3.1.0/24", "10.3.2.0/24", "10.3.3.0/24"]
  vpc_cidr_block              = "10.3.0.0/16"
}

# dns
domain_name = "sarc-ng.example"

# database
database_backup_retention_days = 30
database_engine_version        = "8.0.mysql_aurora.3.10.0"
database_global_name           = "sarc-ng-global"
database_instance_class        = "db.r5.large"
database_is_aurora             = true

database_instances = {
  "1" = { instance_class = "db.r5.large", promotion_tier = 1 }
  "2" = { instance_class = "db.r5.large", promotion_tier = 2 }
}

# services
rotation_function_version = "1.0.0"

api = {
  cpu                   = 1024
  deployment_controller = "CODE_DEPLOY"
  desired_count         = 3
  image_version         = "1.0.0"
  memory                = 2048

  autoscaling = { cpu_target = 70, max_count = 9, memory_target = 70, min_count = 3 }
}

web = {
  cpu           = 256
  desired_count = 3
  image_version = "1.0.0"
  memory        = 512

  autoscaling = { cpu_target = 70, max_count = 6, memory_target = 70, min_count = 3 }
}

api_function    = { memory_mb = 1024, version = "1.0.0" }
worker_function = { memory_mb = 512, version = "1.0.0" }

configuration = {
  "log-level" = { description = "Least important kind of message that is logged.", value = "info" }
}

# observability
alert_email_addresses = ["platform-team@sarc-ng.example"]
monthly_budget        = 2500
