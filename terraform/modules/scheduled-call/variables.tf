variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "calls" {
  description = "Calls of AWS by name: service and action as the SDK writes them (rds, stopDBInstance), their input by the API's names, when (rate, cron or at, in timezone), and the permissions that they take. passed_role_arns are roles that a call hands on."
  type = map(object({
    action              = string
    description         = string
    input               = map(string)
    schedule_expression = string
    service             = string
    enabled             = optional(bool, true)
    passed_role_arns    = optional(set(string), [])
    retries             = optional(number, 3)
    timezone            = optional(string, "UTC")
    permissions = object({
      actions   = set(string)
      resources = set(string)
    })
  }))
  nullable = false

  validation {
    condition     = length(var.calls) > 0
    error_message = "There must be something to call."
  }

  validation {
    condition = alltrue([
      for key in keys(var.calls) : can(regex("^[a-z][a-z0-9-]*$", key)) && length("${var.name}-${key}") <= 64
    ])
    error_message = "The names of calls must have lower-case letters, digits or hyphens, begin with a letter, and together with name have at most 64 characters."
  }

  validation {
    condition = alltrue([
      for call in values(var.calls) : can(regex("^[a-z0-9]+$", call.service)) && can(regex("^[a-z][A-Za-z0-9]+$", call.action))
    ])
    error_message = "A call names its service in lower case and its action as the SDK does, such as rds and stopDBInstance."
  }

  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
  validation {
    condition     = alltrue([for call in values(var.calls) : !can(regex("^(describe|get|list)[A-Z]", call.action))])
    error_message = "A schedule changes something: AWS refuses actions that only read, such as describe, get and list."
  }

  validation {
    condition     = alltrue([for call in values(var.calls) : can(regex("^(rate|cron|at)\\(.+\\)$", call.schedule_expression))])
    error_message = "When a call is made must be said with rate(…), cron(…) or at(…)."
  }

  validation {
    condition     = alltrue([for call in values(var.calls) : call.retries >= 0 && call.retries <= 185])
    error_message = "A call is tried again 0 to 185 times."
  }

  validation {
    condition     = alltrue([for call in values(var.calls) : length(call.permissions.actions) > 0 && length(call.permissions.resources) > 0])
    error_message = "A call needs permissions: actions, and resources."
  }
}

variable "dead_letter_queue" {
  description = "Queue that keeps the calls that failed for good, with the key that it is encrypted with where that is one of your own; null drops them."
  type = object({
    arn     = string
    kms_key = optional(object({ arn = string }))
  })
  default = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the roles of the calls may do; null sets none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
