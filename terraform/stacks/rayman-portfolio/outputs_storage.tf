output "bucket_names" {
  description = "Names of the buckets by purpose."
  value       = merge({ for key, bucket in module.buckets : key => bucket.id }, { logs = module.logs_bucket.id })
}
