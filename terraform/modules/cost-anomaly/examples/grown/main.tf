module "cost_anomaly" {
  source = "../.."

  name = "shop-production"

  monitored_tag = {
    key    = "Project"
    values = ["shop"]
  }

  subscriptions = {
    finance = {
      addresses = ["finance@example.com"]
      frequency = "WEEKLY"
    }

    topic = {
      addresses  = ["arn:aws:sns:us-east-1:123456789012:shop-production-info"]
      impact_usd = 100
    }
  }

  tags = {
    DataClass = "internal"
  }
}
