output "cache_id" {
  description = "Identifier of the Redis replication group."
  value       = module.cache.id
}

output "database_identifier" {
  description = "Identifier of the database instance."
  value       = module.database.identifier
}

output "database_reader_address" {
  description = "Host name for reads: the first read replica, or the database itself where there is none."
  value       = local.database_reader_address
  sensitive   = true
}

output "database_secret_arn" {
  description = "ARN of the secret that holds name and password of the master of the database."
  value       = module.database_credentials.arns["database"]
}

output "database_writer_address" {
  description = "Host name for writes; it is reached from inside the VPC only."
  value       = module.database.address
  sensitive   = true
}
