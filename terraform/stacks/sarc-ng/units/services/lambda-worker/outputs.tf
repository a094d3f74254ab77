output "dead_letter_queue_name" {
  description = "Name of the queue with the messages that could not be worked off."
  value       = module.queue.dead_letters.name
}

output "function_arn" {
  description = "ARN of the function."
  value       = module.function.arn
}

output "function_name" {
  description = "Name of the function."
  value       = module.function.name
}

output "queue_arn" {
  description = "ARN of the queue."
  value       = module.queue.arn
}

output "queue_name" {
  description = "Name of the queue."
  value       = module.queue.name
}

output "queue_url" {
  description = "URL of the queue."
  value       = module.queue.url
}

output "undelivered_queue_name" {
  description = "Name of the queue with the events that could not be handed to the function."
  value       = module.undelivered.name
}
