# Shared
environment = "production"
owner       = "devops-team@socialflow.com"

# account baseline
manage_account_baseline = true
record_object_events    = true
trail_object_lock_days  = 365
trail_retention_days    = 365

# cost
cost_anomaly_impact = 100
monthly_budget      = 2500

# network
nat = "per_az"

# edge
alb_deletion_protection_enabled = true
domain_name                     = "socialflow.com"
price_class                     = "PriceClass_All"
zone_id                         = "Z01234567PRDEXAMPLE0"

# storage
buckets_force_destroy = false
versioned_buckets     = ["static", "uploads", "videos"]
