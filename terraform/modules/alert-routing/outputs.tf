output "topic_arns" {
  description = "ARNs of the topics, by severity."
  value       = { for severity, topic in module.topics : severity => topic.arn }
}

output "topic_names" {
  description = "Names of the topics, by severity."
  value       = { for severity, topic in module.topics : severity => topic.name }
}
