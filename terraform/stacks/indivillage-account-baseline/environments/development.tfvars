alert_email_addresses = ["devops@indivillage.com"]
environment           = "development"
monthly_budget        = 800
remediation_enabled   = false
