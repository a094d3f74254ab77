variable "allowed_regions" {
  description = "Regions in which data of the system may be kept, that of copies included. Whoever keeps data of people in the EU names regions of the EU only."
  type        = set(string)
  default     = ["us-east-1", "us-west-2"]
  nullable    = false
}

variable "cost_centre" {
  description = "Cost centre that the bill is charged to; null leaves the tag out."
  type        = string
  default     = null
}

variable "domain_name" {
  description = "Domain that the system is reached by; null uses the names that AWS gives."
  type        = string
  default     = null
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment must be one of development, staging, production."
  }
}

variable "manage_account_baseline" {
  description = "Whether this stack owns what exists once per account: trail, password policy, detectors, default encryption."
  type        = bool
  default     = true
  nullable    = false
}

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = contains(var.allowed_regions, var.region)
    error_message = "The region must be one of allowed_regions."
  }
}

variable "replica_region" {
  description = "Region that holds the copies of backups and objects."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.replica_region != var.region
    error_message = "The replica region must differ from the primary region."
  }

  validation {
    condition     = contains(var.allowed_regions, var.replica_region)
    error_message = "The replica region must be one of allowed_regions."
  }
}

variable "system" {
  description = "Name of the system, the first part of every resource name; another one lets a second copy live in the same account."
  type        = string
  default     = "social-flow"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
