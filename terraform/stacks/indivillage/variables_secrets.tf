variable "application_log_level" {
  description = "Level from which the parts of the application log: debug, info, warning or error."
  type        = string
  default     = "info"
  nullable    = false

  validation {
    condition     = contains(["debug", "info", "warning", "error"], var.application_log_level)
    error_message = "application_log_level must be one of debug, info, warning, error."
  }
}

variable "configuration_log_retention_days" {
  description = "Number of days that it stays on record who has changed settings and secrets."
  type        = number
  default     = 365
  nullable    = false
}

variable "deployer_arns" {
  description = "ARNs of the roles and users that run Terraform beside the pipeline, plans included; they read the password of the database's master. None means whoever runs it now, so that the next one who does takes the last one out."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "recovery_ready" {
  description = "Whether the recovery root has been applied, whose tasks then read the copies of secrets."
  type        = bool
  default     = false
  nullable    = false
}

variable "secret_rotation" {
  description = "Every how many days the passwords of the database are rotated, and the function that does it, whose package the pipeline uploads to packages_bucket as rotation/<version>.zip."
  type = object({
    days    = optional(number, 30)
    runtime = optional(string, "python3.13")
    version = string
  })

  validation {
    condition     = var.secret_rotation.days >= 1 && var.secret_rotation.days <= 1000
    error_message = "The passwords are rotated every 1 to 1000 days."
  }
}

variable "secrets_name_suffix" {
  description = "Suffix of the names of the secrets, such as 2, for a stack that is made again while the secrets of the last one can still be restored; null adds none."
  type        = string
  default     = null
}

variable "secrets_recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false
}
