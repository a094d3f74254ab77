output "bucket_names" {
  description = "Names of the buckets by purpose."
  value       = merge({ for key, bucket in module.buckets : key => bucket.id }, { logs = module.logs_bucket.id })
}

output "replica_bucket_names" {
  description = "Names of the replicated buckets in the replica region by purpose."
  value       = { for key, bucket in module.replica_buckets : key => bucket.id }
}
