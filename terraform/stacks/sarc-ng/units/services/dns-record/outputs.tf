output "fqdns" {
  description = "Full names of the records by key."
  value       = module.records.fqdns
}

output "health_check_ids" {
  description = "Identifiers of the health checks by name."
  value       = module.records.health_check_ids
}
