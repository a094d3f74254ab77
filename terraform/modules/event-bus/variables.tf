variable "archive" {
  description = "Number of days that events are kept for a replay (0: for ever), and a pattern of those that are; null keeps none."
  type = object({
    event_pattern  = optional(string)
    retention_days = optional(number, 30)
  })
  default = null

  validation {
    condition     = var.archive == null ? true : var.archive.retention_days >= 0 && floor(var.archive.retention_days) == var.archive.retention_days
    error_message = "retention_days must be a whole number of 0 or greater."
  }

  validation {
    condition     = try(var.archive.event_pattern, null) == null ? true : can(jsondecode(var.archive.event_pattern))
    error_message = "The event pattern of an archive must be a JSON document."
  }

  validation {
    condition     = var.archive == null || var.custom_bus
    error_message = "An archive needs a custom bus."
  }

  # AWS wants a key of the archive's own beside that of the bus, which the provider cannot give before version 6:
  # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
  validation {
    condition     = var.archive == null || var.kms_key_arn == null
    error_message = "An archive cannot be combined with kms_key_arn, because it would keep events without that key."
  }
}

variable "custom_bus" {
  description = "Whether a bus of its own carries the events; AWS services always send theirs to the default bus."
  type        = bool
  default     = true
  nullable    = false
}

variable "dead_letter_queue" {
  description = "Queue for the events that a custom bus cannot encrypt with kms_key_arn; null drops them."
  type = object({
    arn = string
  })
  default = null

  validation {
    condition     = var.dead_letter_queue == null || (var.custom_bus && var.kms_key_arn != null)
    error_message = "dead_letter_queue needs a custom bus with a kms_key_arn; targets have one each."
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
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "publishers" {
  description = "Other accounts that put events on a custom bus, by the identifier of a statement, each with the sources that its events may name."
  type = map(object({
    account_id = string
    sources    = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.publishers) == 0 || var.custom_bus
    error_message = "Publishers need a custom bus, because the default bus takes the events of AWS."
  }

  validation {
    condition     = alltrue([for key, publisher in var.publishers : can(regex("^[A-Za-z0-9]+$", key)) && can(regex("^[0-9]{12}$", publisher.account_id))])
    error_message = "A publisher must have letters and digits as its key and an account_id of twelve digits."
  }

  # The sources of AWS's services belong to AWS.
  validation {
    condition     = alltrue([for publisher in values(var.publishers) : length(publisher.sources) > 0 && alltrue([for source in publisher.sources : !startswith(source, "aws.")])])
    error_message = "A publisher must have sources, and none that begins with aws."
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
      ecs = optional(object({
        security_group_ids  = list(string)
        subnet_ids          = list(string)
        task_count          = optional(number, 1)
        task_definition_arn = string
      }))
      input = optional(string)
      input_transformer = optional(object({
        paths    = optional(map(string), {})
        template = string
      }))
      message_group_id = optional(string)
      retry = optional(object({
        maximum_attempts          = optional(number, 185)
        maximum_event_age_seconds = optional(number, 86400)
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

  # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [
        for target in values(rule.targets) : target.retry == null ? true : target.retry.maximum_attempts >= 0 && target.retry.maximum_attempts <= 185
      ]
    ]))
    error_message = "maximum_attempts must be between 0 and 185."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [
        for target in values(rule.targets) : target.retry == null ? true : target.retry.maximum_event_age_seconds >= 60 && target.retry.maximum_event_age_seconds <= 86400
      ]
    ]))
    error_message = "maximum_event_age_seconds must be between 60 and 86400."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [for target in values(rule.targets) : endswith(target.arn, ".fifo") == (target.message_group_id != null)]
    ]))
    error_message = "A FIFO queue needs a message_group_id, and no other target has one."
  }

  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [for target in values(rule.targets) : try(!endswith(target.dead_letter_queue.arn, ".fifo"), true)]
    ]))
    error_message = "The dead-letter queue of a target must be a standard queue."
  }

  # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html
  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [
        for target in values(rule.targets) : target.ecs == null ? true : target.role_arn != null && target.ecs.task_count >= 1 && target.ecs.task_count <= 10
      ]
    ]))
    error_message = "An ECS target needs a role_arn that may run the task, and a task_count between 1 and 10."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
