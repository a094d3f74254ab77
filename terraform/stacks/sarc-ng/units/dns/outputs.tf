output "certificate" {
  description = "ARN of the validated certificate, as an object of arn; null until the zone is delegated."
  value       = var.delegated ? { arn = module.certificate[0].arn } : null
}

output "domain_name" {
  description = "Domain that the system is reached by."
  value       = var.domain_name
}

output "name_servers" {
  description = "Servers of the zone, for whoever owns the parent domain; empty where the zone is made elsewhere."
  value       = flatten(module.zone[*].name_servers)
}

output "zone_id" {
  description = "Identifier of the hosted zone."
  value       = local.zone_id
}
