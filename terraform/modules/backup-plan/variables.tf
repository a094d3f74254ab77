variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data."
  type        = string
  nullable    = false
}

variable "lock" {
  description = "Bounds of retention that the vault enforces; with changeable_for_days nobody can ever remove them after that many days. null sets no lock."
  type = object({
    changeable_for_days = optional(number)
    max_retention_days  = optional(number)
    min_retention_days  = number
  })
  default = null

  validation {
    condition     = var.lock == null ? true : var.lock.min_retention_days >= 1
    error_message = "lock.min_retention_days must be 1 or more."
  }

  validation {
    condition     = try(var.lock.changeable_for_days, null) == null ? true : var.lock.changeable_for_days >= 3
    error_message = "lock.changeable_for_days must be 3 or more."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "notifications" {
  description = "Topic that hears of the vault's events; null tells nobody."
  type = object({
    events    = optional(list(string), ["BACKUP_JOB_EXPIRED", "BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_FAILED"])
    topic_arn = string
  })
  default = null
}

variable "protect_recovery_points" {
  description = "Whether the vault refuses to delete recovery points before their time, whoever asks."
  type        = bool
  default     = true
  nullable    = false
}

variable "restore_testing" {
  description = "Schedule of restore tests and what they restore, by name suffix; null tests nothing."
  type = object({
    schedule              = string
    selection_window_days = optional(number, 7)
    start_window_hours    = optional(number, 4)
    selections = map(object({
      metadata                = optional(map(string), {})
      resource_arns           = optional(list(string), ["*"])
      resource_type           = string
      role_arn                = string
      validation_window_hours = optional(number, 4)
    }))
  })
  default = null

  validation {
    condition     = var.restore_testing == null ? true : can(regex("^(cron|rate)\\(.+\\)$", var.restore_testing.schedule))
    error_message = "restore_testing.schedule must be a cron() or rate() expression."
  }

  validation {
    condition = alltrue([
      for selection in try(values(var.restore_testing.selections), []) :
      !contains(["Aurora", "RDS"], selection.resource_type) ||
      contains([for key in keys(selection.metadata) : lower(key)], "dbsubnetgroupname")
    ])
    error_message = "A restore test of Aurora or RDS must name dbSubnetGroupName in its metadata, or AWS Backup restores into the default VPC."
  }
}

variable "rules" {
  description = "Backup rules by name: when to back up, when to delete, and the vault in another region that receives a copy; empty makes only the vault."
  type = map(object({
    cold_storage_after_days   = optional(number)
    completion_window_minutes = optional(number, 360)
    continuous                = optional(bool, false)
    copy = optional(object({
      delete_after_days = number
      vault_arn         = string
    }))
    delete_after_days    = number
    schedule             = string
    start_window_minutes = optional(number, 60)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.rules) : startswith(rule.schedule, "cron(") && endswith(rule.schedule, ")")])
    error_message = "schedule must be a cron() expression."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.delete_after_days >= 1])
    error_message = "delete_after_days must be 1 or more."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.delete_after_days <= 35 if rule.continuous])
    error_message = "A continuous rule must have delete_after_days of 35 or less."
  }

  validation {
    condition = alltrue([
      for rule in values(var.rules) : rule.delete_after_days >= rule.cold_storage_after_days + 90
      if rule.cold_storage_after_days != null
    ])
    error_message = "delete_after_days must be at least 90 days after cold_storage_after_days."
  }
}

variable "selections" {
  description = "What is backed up, by name suffix: resources that carry one of the tags or are listed, and the role that backs them up."
  type = map(object({
    resource_arns = optional(list(string), [])
    role_arn      = string
    tags          = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.selections) == 0 || length(var.rules) > 0
    error_message = "selections need at least one of rules."
  }

  validation {
    condition     = alltrue([for selection in values(var.selections) : length(selection.resource_arns) + length(selection.tags) > 0])
    error_message = "Each of selections must name resource_arns or tags."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
