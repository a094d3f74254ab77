variable "compute_optimizer" {
  description = "Whether Compute Optimizer looks for instances, tasks, functions, volumes and databases of the wrong size."
  type        = bool
  default     = true
  nullable    = false
}

variable "cost_optimization_hub" {
  description = "Whether Cost Optimization Hub collects what would save money, reservations and savings plans among it."
  type        = bool
  default     = true
  nullable    = false
}

variable "member_accounts_included" {
  description = "Whether the accounts of the organisation are enrolled as well, which only its management account can do."
  type        = bool
  default     = false
  nullable    = false
}
