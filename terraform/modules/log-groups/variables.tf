variable "existing_log_groups" {
  description = "Names by key of log groups that others made, such as those of a trail or of flow logs, for metric_filters and queries."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.existing_log_groups), keys(var.log_groups))) == 0
    error_message = "A key must stand for one log group: in log_groups or in existing_log_groups."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_groups" {
  description = "Log groups by a key of the caller: name, and where wanted a retention of its own and anomaly detection."
  type = map(object({
    anomaly_detection  = optional(bool, false)
    log_retention_days = optional(number)
    name               = string
  }))

  validation {
    condition     = alltrue([for group in values(var.log_groups) : can(regex("^[A-Za-z0-9_./#-]{1,512}$", group.name))])
    error_message = "The name of a log group must have 1 to 512 letters, digits or the characters _./#-."
  }

  validation {
    condition = alltrue([
      for group in values(var.log_groups) : group.log_retention_days == null || contains([
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
      ], coalesce(group.log_retention_days, 1))
    ])
    error_message = "The retention of a log group must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
  }
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "The retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
  }
}

variable "metric_filters" {
  description = "Filters that turn matching log events into a metric, by their name; log_group is a key of log_groups or existing_log_groups."
  type = map(object({
    default_value = optional(string, "0")
    dimensions    = optional(map(string), {})
    log_group     = string
    metric_name   = string
    namespace     = string
    pattern       = string
    value         = optional(string, "1")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for filter in values(var.metric_filters) : contains(concat(keys(var.log_groups), keys(var.existing_log_groups)), filter.log_group)])
    error_message = "Every metric filter must name a key of log_groups or existing_log_groups."
  }
}

variable "queries" {
  description = "Saved queries of Logs Insights, by their name; log_groups are keys of log_groups or existing_log_groups."
  type = map(object({
    log_groups = list(string)
    query      = string
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue(flatten([
      for query in values(var.queries) : [for key in query.log_groups : contains(concat(keys(var.log_groups), keys(var.existing_log_groups)), key)]
    ]))
    error_message = "Every saved query must name keys of log_groups or existing_log_groups."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
