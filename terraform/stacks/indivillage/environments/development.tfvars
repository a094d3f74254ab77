# Shared
domain_name                 = "dev.indivillage.com"
enhanced_monitoring_enabled = false
environment                 = "development"
log_retention_days          = 14
replicate                   = false

# network
availability_zones = ["us-east-1a", "us-east-1b"]
nat                = "single"
vpc_cidr_block     = "10.0.0.0/16"

# edge and names
alb_deletion_protection_enabled = false
cdn_price_class                 = "PriceClass_100"
grafana_domain_name             = "grafana-dev.indivillage.com"
