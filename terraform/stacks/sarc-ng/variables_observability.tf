variable "alert_email_addresses" {
  description = "E-mail addresses that get the alerts."
  type        = set(string)
}

variable "billing_metrics_enabled" {
  description = "Whether the estimated charges are shown on the dashboard and watched; the account has to have billing alerts enabled."
  type        = bool
  default     = true
  nullable    = false
}

variable "cost_anomaly_monitor" {
  description = "Monitor of the costs of all services that the account has already; null makes it. An account has one."
  type = object({
    arn = string
  })
  default = null
}

variable "cost_allocation_tags" {
  description = "Tags that costs are told apart by; only the account that pays can activate them. Empty leaves that to it."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "database_connections_threshold" {
  description = "Number of connections to the database beyond which an alarm fires."
  type        = number
  default     = 80
  nullable    = false
}

variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}
