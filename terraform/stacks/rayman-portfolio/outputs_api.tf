output "api_endpoint" {
  description = "Address of the API."
  value       = local.has_domain ? "https://${local.api_name}" : module.api.endpoint
}

output "api_id" {
  description = "Identifier of the API."
  value       = module.api.id
}
