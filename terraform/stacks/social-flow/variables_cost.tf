variable "cost_anomaly_impact" {
  description = "Smallest unexpected cost, in US dollars, that is reported."
  type        = number
  default     = 20
  nullable    = false
}

variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}
