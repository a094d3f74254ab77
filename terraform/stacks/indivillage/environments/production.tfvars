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
