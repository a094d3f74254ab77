variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "bucket_arn" {
  description = "ARN of the bucket that keeps the archive; its lifecycle rules say how long and in which storage class."
  type        = string
  nullable    = false
}

variable "bucket_kms_key" {
  description = "KMS key that encrypts the bucket; its policy must let the role of the output deliver_role_arn use it. null for a bucket without a key of one's own."
  type        = object({ arn = string })
  default     = null
}

variable "bucket_prefix" {
  description = "Path in the bucket below which the files lie, without slashes at its ends."
  type        = string
  default     = "archive"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", var.bucket_prefix))
    error_message = "The prefix must have letters, digits, hyphens, underscores and slashes, and neither begin nor end with a slash."
  }
}

variable "log_groups" {
  description = "Log groups to archive, by the name of their folder: source_log_group is the name of the group, filter_pattern chooses among its events."
  type = map(object({
    source_log_group = string
    filter_pattern   = optional(string, "")
  }))
  nullable = false

  validation {
    condition     = length(var.log_groups) > 0
    error_message = "There must be something to archive."
  }

  validation {
    condition = alltrue([
      for key in keys(var.log_groups) : can(regex("^[a-z][a-z0-9-]*$", key)) && key != "errors" && length("${var.name}-${key}") <= 64
    ])
    error_message = "The names of folders must have lower-case letters, digits or hyphens, begin with a letter, not be errors, and together with name have at most 64 characters."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days
    )
    error_message = "The log retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
  }
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
  description = "ARN of the policy that bounds what its roles may do; null sets none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
