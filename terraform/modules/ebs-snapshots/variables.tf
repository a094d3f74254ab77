variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "enabled" {
  description = "Whether snapshots are made; without, those that are there stay until somebody deletes them."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arns" {
  description = "ARNs of the KMS keys of volumes and of copies, by a key of the caller; the key that AWS manages needs none."
  type        = map(string)
  default     = {}
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

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "resource_type" {
  description = "What carries the tags: VOLUME, or INSTANCE for all volumes of an instance at one moment."
  type        = string
  default     = "VOLUME"
  nullable    = false

  validation {
    condition     = contains(["INSTANCE", "VOLUME"], var.resource_type)
    error_message = "resource_type must be one of INSTANCE, VOLUME."
  }
}

variable "schedules" {
  description = "When snapshots are made, by name: every so many hours from a time (UTC) on, or by a cron expression; after how many days they are deleted; and the regions that receive an encrypted copy, with the key there."
  type = map(object({
    copies = optional(map(object({
      kms_key_arn    = optional(string)
      retention_days = optional(number, 14)
    })), {})
    cron           = optional(string)
    interval_hours = optional(number, 24)
    retention_days = optional(number, 14)
    time           = optional(string, "03:00")
  }))
  default  = { daily = {} }
  nullable = false

  validation {
    condition     = length(var.schedules) >= 1 && length(var.schedules) <= 4
    error_message = "There must be 1 to 4 schedules."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : contains([1, 2, 3, 4, 6, 8, 12, 24], schedule.interval_hours)])
    error_message = "interval_hours must be one of 1, 2, 3, 4, 6, 8, 12, 24."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", schedule.time))])
    error_message = "time must be a time of the day such as 03:00."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : schedule.cron == null ? true : can(regex("^cron\\(.+\\)$", schedule.cron))])
    error_message = "cron must be a cron() expression."
  }

  validation {
    condition = alltrue(flatten([
      for schedule in values(var.schedules) : [
        for days in concat([schedule.retention_days], values(schedule.copies)[*].retention_days) : days >= 1 && days <= 36500
      ]
    ]))
    error_message = "retention_days must be between 1 and 36500."
  }

  validation {
    condition     = alltrue([for schedule in values(var.schedules) : length(schedule.copies) <= 3])
    error_message = "A schedule copies to 3 regions at most."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_tags" {
  description = "Tags of what is kept in snapshots; whatever carries one of them is."
  type        = map(string)

  validation {
    condition     = length(var.target_tags) > 0
    error_message = "At least one target tag is needed, or there is nothing to keep."
  }
}
