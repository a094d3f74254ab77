output "notifications_topic_arn" {
  description = "ARN of the topic that carries notifications of users and events."
  value       = module.notifications.arn
}

output "queue_urls" {
  description = "URLs of the queues by purpose."
  value       = { for key, queue in module.queues : key => queue.url }
}
