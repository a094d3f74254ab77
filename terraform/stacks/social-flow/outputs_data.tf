output "cache_id" {
  description = "Identifier of the Redis replication group."
  value       = module.cache.id
}

output "cache_reader_endpoint" {
  description = "Host name that spreads reads over the Redis nodes."
  value       = module.cache.reader_endpoint_address
}

output "database_identifier" {
  description = "Identifier of the database instance."
  value       = module.database.identifier
}

output "database_replicas" {
  description = "Identifier, ARN and host name of the read replicas by key."
  value       = module.database.replicas
}

output "database_secret_arn" {
  description = "ARN of the secret that holds the master password of the database."
  value       = local.database_secret_arn
}
