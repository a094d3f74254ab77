variable "cost_anomaly_impact" {
  description = "Smallest unexpected cost, in US dollars, that is reported."
  type        = number
  default     = 20
  nullable    = false
}

variable "cost_anomaly_monitor" {
  description = "Monitor of all services that the account has already, because AWS or somebody else has made it; null makes one."
  type = object({
    arn = string
  })
  default = null
}

variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}
