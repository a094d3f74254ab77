output "api_id" {
  description = "Identifier of the REST API."
  value       = module.api.id
}

output "api_key_ids" {
  description = "Identifiers of the API keys by caller; whoever may read them asks AWS for the values."
  value       = module.api.api_key_ids
}

output "api_url" {
  description = "Address of the REST API."
  value       = local.api_url
}
