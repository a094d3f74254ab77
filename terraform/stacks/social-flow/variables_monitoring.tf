variable "incident_service_url" {
  description = "HTTPS integration URL of the incident service (PagerDuty) for critical alerts; a secret, given as TF_VAR_incident_service_url. Null sends them to info_email_addresses instead."
  type        = string
  default     = null
  sensitive   = true
}

variable "info_email_addresses" {
  description = "Addresses that hear of deployments, scaling, backups and costs; each confirms its subscription once."
  type        = set(string)
  default     = ["devops-team@socialflow.com"]
  nullable    = false
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "slack_channel_id" {
  description = "Identifier of the Slack channel for warnings."
  type        = string
}

variable "slack_team_id" {
  description = "Identifier of the Slack workspace, authorised once by hand in the account."
  type        = string
}
