output "application_id" {
  description = "Identifier of the application."
  value       = aws_appconfig_application.this.id
}

output "configuration_profile_id" {
  description = "Identifier of the profile of the flags."
  value       = aws_appconfig_configuration_profile.this.configuration_profile_id
}

output "configurations" {
  description = "ARNs of the flags by environment, for appconfig:StartConfigurationSession and appconfig:GetLatestConfiguration of whoever asks for them."
  value       = { for key, environment in aws_appconfig_environment.this : key => "${environment.arn}/configuration/${aws_appconfig_configuration_profile.this.configuration_profile_id}" }
}

output "deployment_strategy_id" {
  description = "Identifier of the strategy by which flags are deployed."
  value       = aws_appconfig_deployment_strategy.this.id
}

output "environment_ids" {
  description = "Identifiers of the environments by name."
  value       = { for key, environment in aws_appconfig_environment.this : key => environment.environment_id }
}
