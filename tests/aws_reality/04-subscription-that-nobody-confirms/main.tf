resource "aws_sns_topic" "critical" {
  name              = "shop-critical"
  kms_master_key_id = "alias/shop"
}

resource "aws_sns_topic_subscription" "incident_service" {
  topic_arn              = aws_sns_topic.critical.arn
  protocol               = "https"
  endpoint               = "https://events.pagerduty.com/integration/not-set/enqueue"
  endpoint_auto_confirms = true
}
