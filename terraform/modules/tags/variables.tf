variable "cost_centre" {
  description = "Cost centre that the bill is charged to; null leaves the tag out."
  type        = string
  default     = null

  validation {
    condition     = var.cost_centre == null || can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.cost_centre))
    error_message = "The cost centre must have 1 to 256 letters, digits, spaces or the characters _.:/=+@-."
  }
}

variable "data_class" {
  description = "Most sensitive class of data that the resources hold."
  type        = string

  validation {
    condition     = contains(["public", "internal", "confidential", "personal"], var.data_class)
    error_message = "The data class must be one of public, internal, confidential, personal."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment must be one of development, staging, production."
  }
}

variable "environment_label" {
  description = "Value of the tag Environment where people know the environment by a shorter name; null tags with its name."
  type        = string
  default     = null

  validation {
    condition     = var.environment_label == null || can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.environment_label))
    error_message = "The label must have 1 to 256 letters, digits, spaces or the characters _.:/=+@-."
  }
}

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.owner))
    error_message = "The owner must have 1 to 256 letters, digits, spaces or the characters _.:/=+@-."
  }
}

variable "project" {
  description = "Value of the tag Project where it is to be another one than system; null takes system."
  type        = string
  default     = null

  validation {
    condition     = var.project == null || can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.project))
    error_message = "The project must have 1 to 256 letters, digits, spaces or the characters _.:/=+@-."
  }
}

variable "system" {
  description = "Name of the system, the first part of every resource name; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.system))
    error_message = "The system must have 3 to 32 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
