variable "alert_email_addresses" {
  description = "Addresses that hear of alarms of this region where no incident service is given; each confirms its subscription once."
  type        = set(string)

  validation {
    condition     = length(var.alert_email_addresses) > 0
    error_message = "Alerts need somebody who hears of them."
  }
}

variable "incident_service_url" {
  description = "HTTPS integration URL of the incident service (PagerDuty); a secret, given as TF_VAR_incident_service_url. Null sends alerts to alert_email_addresses instead."
  type        = string
  default     = null
  sensitive   = true
}

variable "replica_lag_seconds" {
  description = "Seconds that the copy of the database may be behind before it is an alarm."
  type        = number
  default     = 600
  nullable    = false

  # What a region that is lost may cost: 15 minutes.
  validation {
    condition     = var.replica_lag_seconds >= 60 && var.replica_lag_seconds <= 900
    error_message = "The lag must be reported within 900 seconds, the recovery point objective, and not below 60."
  }
}
