output "api_endpoint" {
  description = "Address of the API behind API Gateway."
  value       = module.api_function.api_endpoint
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.compute.cluster_name
}

output "database_endpoint" {
  description = "Host name of the database; it is reached from inside the VPC only."
  value       = module.database.endpoint
  sensitive   = true
}

output "database_identifier" {
  description = "Identifier of the database instance or of the Aurora cluster."
  value       = module.database.identifier
}

output "database_secret_arn" {
  description = "ARN of the secret that holds name and password of the master of the database."
  value       = module.database.master_secret_arn
}

output "global_cluster_id" {
  description = "Identifier of the global cluster; null without one."
  value       = module.database.global_cluster_id
}

output "load_balancer_name" {
  description = "DNS name of the load balancer."
  value       = module.compute.alb_dns_name
}

output "name_servers" {
  description = "Servers of the hosted zone, for whoever owns the parent domain."
  value       = module.dns.name_servers
}

output "pipeline_role_arns" {
  description = "ARNs of the roles that the pipeline takes, by their key."
  value       = module.account.pipeline_role_arns
}

output "repository_urls" {
  description = "Addresses that images are pushed to, by part."
  value       = module.compute.repository_urls
}

output "schema_task_family" {
  description = "Family of the task that makes users and tables of the database."
  value       = module.schema.task_definition_family
}

output "service_name" {
  description = "Name of the service of the API."
  value       = module.api.service_name
}

output "topic_arn" {
  description = "ARN of the topic that gets all alerts."
  value       = module.observability.topic_arn
}

output "vpc_id" {
  description = "Identifier of the VPC."
  value       = module.network.vpc_id
}
