output "arn" {
  description = "ARN of the instance or cluster."
  value       = var.is_aurora ? module.cluster[0].arn : module.instance[0].arn
}

output "database_name" {
  description = "Name of the database that is made with the server."
  value       = var.database_name
}

output "endpoint" {
  description = "Host name that leads to the instance, or to the writer of the cluster."
  value       = var.is_aurora ? module.cluster[0].endpoint : module.instance[0].address
}

output "global_cluster_id" {
  description = "Identifier of the global cluster for its member in another region, known once the primary has its instances; null without one."
  value       = var.is_aurora ? module.cluster[0].global_cluster_id : null

  # A member can only follow a cluster that has an instance.
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attaching.html
  depends_on = [module.cluster]
}

output "identifier" {
  description = "Identifier of the instance or cluster."
  value       = var.is_aurora ? module.cluster[0].identifier : module.instance[0].identifier
}

output "instance_identifiers" {
  description = "Identifiers of the instances by key; of RDS there is one, called 1."
  value       = var.is_aurora ? { for key, instance in module.cluster[0].instances : key => instance.identifier } : { "1" = module.instance[0].identifier }
}

output "is_aurora" {
  description = "Whether the database is an Aurora cluster, which has other metrics and other names of log groups than an instance."
  value       = var.is_aurora
}

output "log_group_names" {
  description = "Names of the log groups by log: audit, error, slowquery."
  value       = module.log_groups.names
}

output "master_secret_arn" {
  description = "ARN of the secret that holds name and password of the master; for the member of a global cluster that of the copy in its region. No part of the application reads it but the one that makes users and schema."
  value = (
    local.has_own_master_secret ? aws_secretsmanager_secret.master[0].arn :
    local.is_member ? var.master_secret_arn :
    var.is_aurora ? module.cluster[0].master_user_secret_arn : module.instance[0].master_user_secret_arn
  )
}

output "master_secret_replica_arn" {
  description = "ARN of the copy of the master's secret in the region of master_secret_replica; null without one."
  value       = var.master_secret_replica == null ? null : replace(aws_secretsmanager_secret.master[0].arn, "/^(arn:[^:]+:secretsmanager):[^:]+/", "$1:${var.master_secret_replica.region}")
}

output "port" {
  description = "Port that the database listens on."
  value       = var.is_aurora ? module.cluster[0].port : module.instance[0].port
}

output "reader_endpoint" {
  description = "Host name that leads to the readers of the cluster, or to the instance."
  value       = var.is_aurora ? module.cluster[0].reader_endpoint : module.instance[0].address
}

output "resource_id" {
  description = "Identifier that never changes; the right to sign in with IAM (rds-db:connect) names it."
  value       = var.is_aurora ? module.cluster[0].resource_id : module.instance[0].resource_id
}
