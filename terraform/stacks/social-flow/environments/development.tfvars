# Shared
environment = "development"
owner       = "devops-team@socialflow.com"

# account baseline
manage_account_baseline = true
record_object_events    = false
trail_retention_days    = 365

# cost
cost_anomaly_impact = 20
monthly_budget      = 300

# network
nat = "single"

# edge
alb_deletion_protection_enabled = false
domain_name                     = "dev.socialflow.com"
price_class                     = "PriceClass_100"
zone_id                         = "Z01234567DEVEXAMPLE0"

# storage
buckets_force_destroy = true
versioned_buckets     = ["static"]
