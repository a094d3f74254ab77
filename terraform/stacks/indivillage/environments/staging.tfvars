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
