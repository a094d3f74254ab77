variable "custom_bus" {
  description = "Whether a bus of its own carries the events; AWS services always send theirs to the default bus."
  type        = bool
  default     = true
  nullable    = false
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

variable "rules" {
  description = "Rules by a key of the caller, each with an event pattern or a schedule, and targets by a key of the caller."
  type = map(object({
    description         = string
    enabled             = optional(bool, true)
    event_pattern       = optional(string)
    schedule_expression = optional(string)
    targets = map(object({
      arn               = string
      dead_letter_queue = optional(object({ arn = string }))
      input             = optional(string)
      input_transformer = optional(object({
        paths    = optional(map(string), {})
        template = string
      }))
      role_arn = optional(string)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.rules) : (rule.event_pattern == null) != (rule.schedule_expression == null)])
    error_message = "Every rule must have either an event pattern or a schedule expression."
  }

  validation {
    condition     = !var.custom_bus || alltrue([for rule in values(var.rules) : rule.schedule_expression == null])
    error_message = "A schedule must be on the default bus: set custom_bus to false or use event patterns only."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.event_pattern == null || can(jsondecode(rule.event_pattern))])
    error_message = "The event pattern must be a JSON document."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : length(rule.targets) >= 1 && length(rule.targets) <= 5])
    error_message = "Every rule must have 1 to 5 targets."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [for target in values(rule.targets) : target.input == null || target.input_transformer == null]
    ]))
    error_message = "A target must not have both an input and an input transformer."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
