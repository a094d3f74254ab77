variable "existing_monitor" {
  description = "Monitor that the account has already, such as the one that Cost Explorer makes by itself in new accounts; null makes one."
  type = object({
    arn = string
  })
  default = null

  validation {
    condition     = var.existing_monitor == null || var.monitored_tag == null
    error_message = "A monitor that exists already watches what it watches: give either existing_monitor or monitored_tag."
  }
}

variable "monitored_tag" {
  description = "Tag whose costs are watched; null watches every service of the account, which only one monitor of an account can do."
  type = object({
    key    = string
    values = list(string)
  })
  default = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "subscriptions" {
  description = "Who is told, keyed by name: topics by ARN with the frequency IMMEDIATE, e-mail addresses with DAILY or WEEKLY; impact_usd is the smallest impact that counts."
  type = map(object({
    addresses  = list(string)
    frequency  = optional(string, "IMMEDIATE")
    impact_usd = optional(number, 20)
  }))

  validation {
    condition     = length(var.subscriptions) > 0
    error_message = "There must be at least one subscription."
  }

  validation {
    condition = alltrue([
      for subscription in var.subscriptions : contains(["DAILY", "IMMEDIATE", "WEEKLY"], subscription.frequency)
    ])
    error_message = "The frequency must be one of DAILY, IMMEDIATE, WEEKLY."
  }

  validation {
    condition = alltrue(flatten([
      for subscription in var.subscriptions : [
        for address in subscription.addresses :
        startswith(address, "arn:") == (subscription.frequency == "IMMEDIATE")
      ]
    ]))
    error_message = "The frequency IMMEDIATE takes ARNs of topics; DAILY and WEEKLY take e-mail addresses."
  }

  validation {
    condition     = alltrue([for subscription in var.subscriptions : subscription.impact_usd >= 0])
    error_message = "The impact_usd must not be negative."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
