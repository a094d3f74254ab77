variable "access_logs" {
  description = "Bucket (and prefix in it) that receives the access log of the trail's bucket; null keeps none."
  type = object({
    bucket = string
    prefix = optional(string, "cloudtrail/")
  })
  default = null
}

variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "data_event_bucket_arns" {
  description = "ARNs of the buckets whose object-level events are recorded as well; empty records management events only."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "data_event_function_arns" {
  description = "ARNs of the functions whose calls are recorded as well; empty records management events only."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "deliver_to_log_group" {
  description = "Whether events are also delivered to a CloudWatch log group, where alarms can watch them."
  type        = bool
  default     = true
  nullable    = false
}

variable "insights_enabled" {
  description = "Whether unusual rates of calls and of errors are found in the management events, which is charged for each event that is looked at."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; its policy must allow CloudTrail and CloudWatch Logs to use it."
  type        = string
  nullable    = false
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

variable "object_lock" {
  description = "Days that no file of the trail can be deleted, and the Object Lock mode; null leaves Object Lock off."
  type = object({
    days = number
    mode = optional(string, "GOVERNANCE")
  })
  default = null

  validation {
    condition     = var.object_lock == null ? true : contains(["COMPLIANCE", "GOVERNANCE"], var.object_lock.mode)
    error_message = "The Object Lock mode must be one of COMPLIANCE, GOVERNANCE."
  }

  validation {
    condition = var.object_lock == null ? true : (
      var.object_lock.days >= 1 && var.object_lock.days <= var.retention_days
    )
    error_message = "The Object Lock days must lie between 1 and retention_days."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.retention_days >= 90 && floor(var.retention_days) == var.retention_days
    error_message = "The retention must be a whole number of at least 90 days."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
