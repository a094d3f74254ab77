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
nat = "per_az"

# edge
alb_deletion_protection_enabled = true
domain_name                     = "staging.socialflow.com"
price_class                     = "PriceClass_200"
zone_id                         = "Z01234567STGEXAMPLE0"

# storage
buckets_force_destroy = false
versioned_buckets     = ["static", "uploads", "videos"]
