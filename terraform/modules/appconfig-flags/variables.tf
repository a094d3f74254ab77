variable "description" {
  description = "Purpose of the flags, shown in the console."
  type        = string
}

variable "environments" {
  description = "Environments by name in which the flags can differ, each with the alarms, by a key of the caller, that take a deployment back."
  type = map(object({
    alarm_arns  = optional(map(string), {})
    description = string
  }))

  validation {
    condition     = length(var.environments) > 0
    error_message = "Flags must have an environment, or nobody gets them."
  }

  validation {
    condition     = alltrue([for key in keys(var.environments) : can(regex("^[a-z][a-z0-9-]{0,63}$", key))])
    error_message = "The name of an environment must have 1 to 64 lower-case letters, digits and hyphens and begin with a letter."
  }

  # https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateEnvironment.html
  validation {
    condition     = alltrue([for environment in values(var.environments) : length(environment.alarm_arns) <= 5])
    error_message = "An environment may have 5 alarms at most."
  }
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
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "rollout" {
  description = "How flags reach those who ask: a further share of them (growth_percent) at a time, all within so many minutes, and for how many minutes alarms are watched after that (watched_minutes)."
  type = object({
    growth_percent  = optional(number, 20)
    minutes         = optional(number, 20)
    watched_minutes = optional(number, 10)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.rollout.growth_percent >= 1 && var.rollout.growth_percent <= 100
    error_message = "growth_percent must be between 1 and 100."
  }

  validation {
    condition     = var.rollout.minutes >= 0 && var.rollout.minutes <= 1440 && var.rollout.watched_minutes >= 0 && var.rollout.watched_minutes <= 1440
    error_message = "minutes and watched_minutes must be between 0 and 1440."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
