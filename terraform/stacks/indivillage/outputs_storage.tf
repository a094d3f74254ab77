output "bucket_names" {
  description = "Names of the buckets by purpose."
  value       = merge({ for key, bucket in module.buckets : key => bucket.id }, { logs = module.logs_bucket.id })
}

output "file_system_id" {
  description = "Identifier of the file system that instances share."
  value       = module.file_system.id
}

output "replica_bucket_names" {
  description = "Names of the buckets with copies in the replica region by purpose; empty without copies."
  value       = { for key, bucket in module.replica_buckets : key => bucket.id }
}
