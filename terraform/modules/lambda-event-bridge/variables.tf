variable "dead_letter_queue" {
  description = "Queue that takes what could not be handed to the function, and its key, if it has one of its own; it has to let events.amazonaws.com send for rule_arns. Null drops it."
  type = object({
    arn         = string
    kms_key_arn = optional(string)
  })
  default = null

  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
  validation {
    condition     = try(!endswith(var.dead_letter_queue.arn, ".fifo"), true)
    error_message = "dead_letter_queue must be a standard queue."
  }
}

variable "event_bus_name" {
  description = "Name of the bus whose events the rules match; schedules are on the default bus only."
  type        = string
  default     = "default"
  nullable    = false
}

variable "function" {
  description = "Function that is called: its name and ARN or, with alias, the ARN of that alias."
  type = object({
    alias = optional(string)
    arn   = string
    name  = string
  })
  nullable = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the schedules and what they hand over; null uses the key that AWS owns."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  # With a hyphen and a key behind it: 64 characters.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "retry" {
  description = "How often (maximum_attempts) and for how many seconds (maximum_event_age_seconds) it is tried again to hand an event to the function."
  type = object({
    maximum_attempts          = optional(number, 3)
    maximum_event_age_seconds = optional(number, 3600)
  })
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  validation {
    condition     = var.retry.maximum_attempts >= 0 && var.retry.maximum_attempts <= 185
    error_message = "maximum_attempts must be between 0 and 185."
  }

  validation {
    condition     = var.retry.maximum_event_age_seconds >= 60 && var.retry.maximum_event_age_seconds <= 86400
    error_message = "maximum_event_age_seconds must be between 60 and 86400."
  }
}

variable "rules" {
  description = "Rules by a key of the caller, each with an event pattern (JSON) or a schedule in UTC; input is what the function gets in place of the event."
  type = map(object({
    description         = string
    enabled             = optional(bool, true)
    event_pattern       = optional(string)
    input               = optional(string)
    schedule_expression = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.rules) : can(regex("^[a-z][a-z0-9-]{0,30}$", key))])
    error_message = "The key of a rule must have 1 to 31 lower-case letters, digits and hyphens and begin with a letter."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : (rule.event_pattern == null) != (rule.schedule_expression == null)])
    error_message = "A rule must have either an event_pattern or a schedule_expression."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.event_pattern == null || can(jsondecode(rule.event_pattern))])
    error_message = "event_pattern must be a JSON document."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.schedule_expression == null || can(regex("^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\([^ ()]+( [^ ()]+){5}\\))$", rule.schedule_expression))])
    error_message = "schedule_expression must be such as rate(1 hour), rate(5 minutes) or cron(0 3 * * ? *), which has six fields."
  }

  validation {
    condition     = var.event_bus_name == "default" || alltrue([for rule in values(var.rules) : rule.schedule_expression == null])
    error_message = "A schedule_expression must be on the default bus; schedules need no bus."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.input == null || can(jsondecode(rule.input))])
    error_message = "The input of a rule must be a JSON document."
  }
}

variable "schedules" {
  description = "Schedules by a key of the caller: rate, cron or, for once, at, in a time zone, within a window of flexible_minutes (0: on the minute); input is what the function gets."
  type = map(object({
    description         = string
    enabled             = optional(bool, true)
    flexible_minutes    = optional(number, 0)
    input               = optional(string, "{}")
    schedule_expression = string
    time_zone           = optional(string, "UTC")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.schedules) : can(regex("^[a-z][a-z0-9-]{0,63}$", key))])
    error_message = "The key of a schedule must have 1 to 64 lower-case letters, digits and hyphens and begin with a letter."
  }

  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
  validation {
    condition = alltrue([
      for schedule in values(var.schedules) :
      can(regex("^(rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)|cron\\([^ ()]+( [^ ()]+){5}\\)|at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\))$", schedule.schedule_expression))
    ])
    error_message = "schedule_expression must be such as rate(1 hour), rate(5 minutes), cron(0 3 * * ? *), which has six fields, or at(2027-01-31T03:00:00)."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : schedule.flexible_minutes >= 0 && schedule.flexible_minutes <= 1440])
    error_message = "flexible_minutes must be between 0 and 1440."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : can(jsondecode(schedule.input))])
    error_message = "The input of a schedule must be a JSON document."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
