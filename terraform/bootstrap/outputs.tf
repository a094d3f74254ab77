output "answers" {
  description = "What was asked for: terraform/scripts/bootstrap.sh takes it as given when it is run again."
  value = {
    packages       = var.packages
    replica_region = var.replica_region
    replicate      = var.replicate
    tags           = var.tags
  }
}

output "bucket_name" {
  description = "Name of the bucket, as the S3 backend wants it."
  value       = module.state_backend.bucket_name
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the state."
  value       = module.kms_key.arn
}

output "lock_table_name" {
  description = "Name of the lock table, as the S3 backend wants it."
  value       = module.state_backend.lock_table_name
}

output "packages_bucket_name" {
  description = "Name of the bucket for the packages of functions; null without one."
  value       = one(module.packages[*].id)
}

output "packages_replica_bucket_name" {
  description = "Name of the bucket for the packages of functions in the replica region; null without one."
  value       = one(module.replica_packages[*].id)
}

output "replica_bucket_name" {
  description = "Name of the bucket that receives the copies; null without them."
  value       = one(module.replica[*].bucket_name)
}
