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
