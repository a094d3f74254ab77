variable "container_insights" {
  description = "Level of Container Insights: enabled, enhanced or disabled."
  type        = string
  default     = "enabled"
  nullable    = false

  validation {
    condition     = contains(["enabled", "enhanced", "disabled"], var.container_insights)
    error_message = "The level of Container Insights must be one of enabled, enhanced, disabled."
  }
}

variable "default_capacity_providers" {
  description = "Capacity that services use when they name none: FARGATE, FARGATE_SPOT or a key of ec2_capacity_providers."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default  = { FARGATE = {} }
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.default_capacity_providers) :
      contains(concat(["FARGATE", "FARGATE_SPOT"], keys(var.ec2_capacity_providers)), key)
    ])
    error_message = "The default capacity providers must be FARGATE, FARGATE_SPOT or keys of ec2_capacity_providers."
  }
}

variable "ec2_capacity_providers" {
  description = "Auto Scaling groups that the cluster runs tasks on, by name; empty leaves Fargate alone."
  type = map(object({
    auto_scaling_group_arn = string
    target_capacity        = optional(number, 100)
    termination_protection = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for provider in values(var.ec2_capacity_providers) : provider.target_capacity >= 1 && provider.target_capacity <= 100
    ])
    error_message = "The target capacity must be between 1 and 100 percent."
  }
}

variable "execute_command_log_group_name" {
  description = "Name of the log group that records sessions in containers; null keeps the setting of the account."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts sessions in containers; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_group_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group of Container Insights; null uses the key that AWS manages."
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
      var.log_retention_days,
    )
    error_message = "The retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
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

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
