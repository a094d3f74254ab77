output "parameter_names" {
  description = "Names of the settings in Parameter Store by service and setting."
  value       = module.parameters.names
}

output "secret_arns" {
  description = "ARNs of the secrets by key; database_secret_arn is that of the master of the database."
  value       = module.secrets.arns
}
