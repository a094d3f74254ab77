output "alert_topic_arns" {
  description = "ARNs of the topics of the account's alerts, by severity."
  value       = module.alerts.topic_arns
}

output "access_analyzer_arns" {
  description = "ARNs of the analyzers that look for what is shared outside the account, by region."
  value = {
    (var.region)         = module.baseline.access_analyzer_arn
    (var.replica_region) = module.baseline_replica.access_analyzer_arn
  }
}

output "group_names" {
  description = "Names of the groups of people, by function."
  value       = module.people.group_names
}

output "trail_bucket_name" {
  description = "Name of the bucket that keeps the files of the trail."
  value       = module.trail.bucket_name
}

output "trail_log_group_name" {
  description = "Name of the log group that receives the events of the trail."
  value       = module.trail.log_group_name
}
