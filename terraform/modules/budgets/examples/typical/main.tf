module "budgets" {
  source = "../.."

  actual_thresholds   = [80, 100]
  email_addresses     = ["platform-team@example.com"]
  forecast_thresholds = [100, 120]
  monthly_limit       = 2500
  name                = "shop-production"
  topic_arn           = "arn:aws:sns:us-east-1:123456789012:shop-production-info"

  commitment_budgets = {
    database-reservations = {
      minimum_percent = 80
      service         = "Amazon Relational Database Service"
      type            = "RI_COVERAGE"
    }
  }

  cost_filters = {
    TagKeyValue = ["user:Project$shop"]
  }

  tags = {
    DataClass = "internal"
  }
}
