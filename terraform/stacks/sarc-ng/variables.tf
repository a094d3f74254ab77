variable "allowed_account_ids" {
  description = "Accounts that may be worked on, so that the credentials of another environment are refused; null admits any."
  type        = set(string)
  default     = null
}

variable "cost_center" {
  description = "Cost centre that the bill is charged to."
  type        = string
  default     = "engineering"
  nullable    = false
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment must be one of development, staging, production."
  }
}

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string
  default     = "platform-team"
  nullable    = false
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "secondary_region" {
  description = "Region that takes over when the first is lost."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.secondary_region != var.region
    error_message = "The secondary region must differ from the primary region."
  }
}

variable "system" {
  description = "Name of the system, the first part of every resource name; another one lets a second copy live in the same account."
  type        = string
  default     = "sarc-ng"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
