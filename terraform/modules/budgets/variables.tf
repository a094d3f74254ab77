variable "actual_thresholds" {
  description = "Percentages of the limit at which spent money raises a notification."
  type        = set(number)
  default     = [50, 80, 100]
  nullable    = false

  validation {
    condition     = alltrue([for percent in var.actual_thresholds : percent > 0 && percent <= 1000])
    error_message = "Every threshold must be a percentage above 0 and up to 1000."
  }
}

variable "commitment_budgets" {
  description = "Budgets that watch how far reservations or savings plans cover the use or are used, keyed by name; below minimum_percent they notify."
  type = map(object({
    minimum_percent = number
    type            = string
    service         = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for budget in var.commitment_budgets : contains(
        ["RI_COVERAGE", "RI_UTILIZATION", "SAVINGS_PLANS_COVERAGE", "SAVINGS_PLANS_UTILIZATION"], budget.type
      )
    ])
    error_message = "The type must be one of RI_COVERAGE, RI_UTILIZATION, SAVINGS_PLANS_COVERAGE, SAVINGS_PLANS_UTILIZATION."
  }

  validation {
    condition = alltrue([
      for budget in var.commitment_budgets : startswith(budget.type, "RI_") == (budget.service != null)
    ])
    error_message = "A budget of a type that begins with RI_ must name its service, and no other may."
  }

  validation {
    condition = alltrue([
      for budget in var.commitment_budgets : budget.minimum_percent > 0 && budget.minimum_percent <= 100
    ])
    error_message = "The minimum_percent must lie above 0 and not above 100."
  }
}

variable "cost_filters" {
  description = "Filters of the costs that count, keyed by the filter's name, such as TagKeyValue; empty counts the whole account."
  type        = map(list(string))
  default     = {}
  nullable    = false
}

variable "email_addresses" {
  description = "E-mail addresses that are notified."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.email_addresses) <= 10
    error_message = "There must be at most 10 e-mail addresses."
  }

  validation {
    condition     = length(var.email_addresses) > 0 || var.topic_arn != null
    error_message = "A budget must notify somebody: give email_addresses or topic_arn."
  }
}

variable "forecast_thresholds" {
  description = "Percentages of the limit at which the forecast for the month raises a notification."
  type        = set(number)
  default     = [100]
  nullable    = false

  validation {
    condition     = alltrue([for percent in var.forecast_thresholds : percent > 0 && percent <= 1000])
    error_message = "Every threshold must be a percentage above 0 and up to 1000."
  }
}

variable "monthly_limit" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number

  validation {
    condition     = var.monthly_limit > 0
    error_message = "The monthly limit must be above 0."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "topic_arn" {
  description = "ARN of the topic that is notified; null notifies the e-mail addresses only."
  type        = string
  default     = null
}
