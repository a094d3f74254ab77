output "cache_id" {
  description = "Identifier of the Redis replication group."
  value       = module.cache.id
}

output "database_address" {
  description = "Host name of the database; it is reached from inside the VPC only."
  value       = module.database.address
  sensitive   = true
}

output "database_identifier" {
  description = "Identifier of the database instance."
  value       = module.database.identifier
}

output "database_secret_arn" {
  description = "ARN of the secret that holds the master password of the database."
  value       = module.database.master_user_secret_arn
}
