output "event_bus_name" {
  description = "Name of the bus on which the parts of the system tell what happens."
  value       = module.bus.name
}

output "failures_queue_url" {
  description = "URL of the queue with the events, messages and calls that nobody could be handed."
  value       = module.failures.url
}

output "queue_urls" {
  description = "URLs of the queues by purpose."
  value       = { for key, queue in module.queues : key => queue.url }
}

output "topic_arns" {
  description = "ARNs of the topics by purpose."
  value       = { for key, topic in module.topics : key => topic.arn }
}
