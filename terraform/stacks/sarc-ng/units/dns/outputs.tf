output "certificate_arn" {
  description = "ARN of the validated certificate; null until the zone is delegated."
  value       = one(module.certificate[*].arn)
}

output "delegated" {
  description = "Whether there is a certificate, known before it is there."
  value       = var.delegated
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
