variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}
