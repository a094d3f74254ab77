output "arn" {
  description = "ARN of the queue, known once its policy is in force."
  value       = module.queue.arn
}

output "dead_letters" {
  description = "ARN, name and URL of the dead-letter queue, known once its policy is in force."
  value       = module.queue.dead_letters
}

output "name" {
  description = "Name of the queue, known once its policy is in force."
  value       = module.queue.name
}

output "url" {
  description = "URL of the queue, known once its policy is in force."
  value       = module.queue.url
}
