alert_email_addresses = ["devops@indivillage.com"]
environment           = "staging"
monthly_budget        = 2000
