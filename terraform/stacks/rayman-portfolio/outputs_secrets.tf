output "secret_arns" {
  description = "ARNs of the secrets by key."
  value       = module.secrets.arns
}
