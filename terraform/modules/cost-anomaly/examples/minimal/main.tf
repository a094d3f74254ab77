module "cost_anomaly" {
  source = "../.."

  name = "shop-production"

  subscriptions = {
    team = {
      addresses = ["platform-team@example.com"]
      frequency = "DAILY"
    }
  }
}
