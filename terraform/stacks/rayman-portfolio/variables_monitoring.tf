variable "alert_email_addresses" {
  description = "Addresses that hear of alerts; each confirms its subscription once."
  type        = set(string)

  validation {
    condition     = length(var.alert_email_addresses) > 0
    error_message = "Alerts need somebody who hears of them."
  }
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}
