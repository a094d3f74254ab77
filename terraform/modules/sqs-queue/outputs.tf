output "arn" {
  description = "ARN of the queue, known once its policy is in force."
  value       = aws_sqs_queue.this.arn

  depends_on = [aws_sqs_queue_policy.this]
}

output "dead_letters" {
  description = "ARN, name and URL of the dead-letter queue, known once its policy is in force; null without one."
  value = one([
    for queue in aws_sqs_queue.dead_letters : { arn = queue.arn, name = queue.name, url = queue.url }
  ])

  depends_on = [aws_sqs_queue_policy.dead_letters]
}

output "name" {
  description = "Name of the queue, known once its policy is in force."
  value       = aws_sqs_queue.this.name

  depends_on = [aws_sqs_queue_policy.this]
}

output "url" {
  description = "URL of the queue, known once its policy is in force."
  value       = aws_sqs_queue.this.url

  depends_on = [aws_sqs_queue_policy.this]
}

output "visibility_timeout_seconds" {
  description = "Seconds that a received message stays hidden; a function that reads the queue ends within them."
  value       = aws_sqs_queue.this.visibility_timeout_seconds

  depends_on = [aws_sqs_queue_policy.this]
}
