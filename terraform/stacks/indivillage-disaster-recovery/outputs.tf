output "alb_dns_name" {
  description = "DNS name of the load balancer that takes over."
  value       = module.alb.dns_name
}

output "database_address" {
  description = "Host name of the copy of the database; it is reached from inside the VPC only."
  value       = module.database.address
  sensitive   = true
}

output "database_identifier" {
  description = "Identifier of the copy of the database, which a promotion names."
  value       = module.database.identifier
}

output "group_names" {
  description = "Names of the Auto Scaling groups by tier."
  value       = { app = module.app_tier.name, web = module.web_tier.name }
}

output "reader_role_arns" {
  description = "ARNs of the roles that read the copies of secrets."
  value       = [for key in sort(keys(local.roles)) : module.roles[key].principal_arn if key == "execution" || startswith(key, "task-")]
}

output "releases_bucket_name" {
  description = "Name of the bucket that takes the revisions of the web tier for this region."
  value       = module.releases_bucket.id
}

output "uploads_bucket_name" {
  description = "Name of the bucket that takes uploads while this region serves."
  value       = module.uploads_bucket.id
}

output "vpc_id" {
  description = "Identifier of the VPC."
  value       = module.network.vpc_id
}
