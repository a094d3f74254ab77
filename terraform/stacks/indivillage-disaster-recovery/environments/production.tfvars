# Shared
domain_name = "indivillage.com"
environment = "production"

# network
availability_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]

# edge
zone_id = "Z01234567INDIVILLAGE"

# compute
image_version = "1.0.0"
instance_type = "m5.large"

capacity = {
  app = { idle = { min_count = 1, max_count = 2 }, active = { min_count = 2, max_count = 8 } }
  web = { idle = { min_count = 1, max_count = 2 }, active = { min_count = 4, max_count = 10 } }
}

services = {
  api    = { active_count = 2, cpu = 512, idle_count = 1, memory = 1024 }
  worker = { active_count = 2, cpu = 512, idle_count = 0, memory = 1024 }
}

# data
database_allocated_storage_gb     = 200
database_instance_class           = "db.m5.large"
database_max_allocated_storage_gb = 1000
redis_node_type                   = "cache.m5.large"

# alarms
alert_email_addresses = ["devops@indivillage.com"]
