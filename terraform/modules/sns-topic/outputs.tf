output "arn" {
  description = "ARN of the topic, known once its policy admits the publishers."
  value       = aws_sns_topic.this.arn

  depends_on = [aws_sns_topic_policy.this]
}

output "name" {
  description = "Name of the topic, known once its policy admits the publishers."
  value       = aws_sns_topic.this.name

  depends_on = [aws_sns_topic_policy.this]
}
