alert_email_addresses         = ["devops@indivillage.com"]
commitment_coverage_percent   = 60
cost_optimization_hub_enabled = true
cost_report_enabled           = true
environment                   = "production"
monthly_budget                = 6000
trail_insights_enabled        = true
