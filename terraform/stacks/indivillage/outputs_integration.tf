output "call_setting_names" {
  description = "Names of the parameters that say how the application calls AWS."
  value       = module.call_settings.names
}
