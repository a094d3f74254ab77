output "config_recorder_name" {
  description = "Name of the configuration recorder, whose service-linked role that of a further region uses; null without one."
  value       = module.baseline.config_recorder_name
}

output "logs_bucket_id" {
  description = "Name of the bucket that receives access logs of the load balancer (below alb/) and of buckets."
  value       = module.logs_bucket.id
}

output "pipeline_role_arns" {
  description = "ARNs of the roles that the pipeline takes, by their key."
  value       = merge({}, module.pipeline_roles[*].role_arns...)
}

output "trail_log_group_name" {
  description = "Name of the log group of the trail; null where the trail is somebody else's."
  value       = one(module.trail[*].log_group_name)
}
