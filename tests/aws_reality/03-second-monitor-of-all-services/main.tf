resource "aws_ce_anomaly_monitor" "this" {
  name              = "shop"
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "this" {
  name             = "shop-info"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.this.arn]

  subscriber {
    address = "platform-team@example.com"
    type    = "EMAIL"
  }
}
