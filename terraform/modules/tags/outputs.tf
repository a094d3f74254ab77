output "name" {
  description = "Name of the system in this environment, the prefix of its resources."
  value       = "${var.system}-${var.environment}"
}

output "tags" {
  description = "Tags for the provider's default_tags."
  value       = local.tags
}
