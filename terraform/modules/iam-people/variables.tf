variable "groups" {
  description = "Functional groups of people by name, each with the ARNs of its managed policies by a name of your choice, and the kinds of contents that it may read: logs, objects, records, secrets."
  type = map(object({
    managed_policy_arns = optional(map(string), {})
    reads               = optional(set(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for group in keys(var.groups) : can(regex("^[a-z][a-z0-9-]*$", group))])
    error_message = "Keys of groups must have lower-case letters, digits and hyphens and begin with a letter."
  }

  validation {
    condition     = alltrue([for group in values(var.groups) : length(setsubtract(group.reads, ["logs", "objects", "records", "secrets"])) == 0])
    error_message = "Each of groups.reads must be one of logs, objects, records, secrets."
  }
}

variable "manage_password_policy" {
  description = "Whether to set the password policy of the account, of which there is only one."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "password_policy" {
  description = "Rules for passwords: minimum length, days until a password expires and number of former passwords refused."
  type = object({
    max_age_days   = optional(number, 90)
    minimum_length = optional(number, 14)
    remembered     = optional(number, 24)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.password_policy.minimum_length >= 8 && var.password_policy.minimum_length <= 128
    error_message = "password_policy.minimum_length must be between 8 and 128."
  }

  validation {
    condition     = var.password_policy.max_age_days >= 1 && var.password_policy.max_age_days <= 1095
    error_message = "password_policy.max_age_days must be between 1 and 1095."
  }

  validation {
    condition     = var.password_policy.remembered >= 1 && var.password_policy.remembered <= 24
    error_message = "password_policy.remembered must be between 1 and 24."
  }
}

variable "saml_providers" {
  description = "Identity providers that people sign in with, by name, each with its SAML metadata document."
  type = map(object({
    metadata_document = string
  }))
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
