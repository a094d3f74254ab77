output "name_servers" {
  description = "Servers of each zone by its name, for the registrar or the zone above."
  value       = { for zone in module.zones : zone.name => zone.name_servers }
}

output "zone_ids" {
  description = "Identifiers of the zones by name."
  value       = { for zone in module.zones : zone.name => zone.id }
}
