variable "cost_allocation_tags_activated" {
  description = "Whether costs are told apart by the tags: only in the account that pays, and a day after the first apply."
  type        = bool
  default     = false
  nullable    = false
}

variable "dns_delegated" {
  description = "Whether the registrar, or the zone above, leads to the zone of the domain. Until then nothing but the zone is made: AWS issues no certificate for a name that it cannot look up."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain_name" {
  description = "Domain that the system is reached by, of which this stack has the zone; null uses the names that AWS gives."
  type        = string
  default     = null
}

variable "enhanced_monitoring_enabled" {
  description = "Whether the database reports its operating system and its load in detail (enhanced monitoring, Performance Insights)."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment" {
  description = "Environment that the resources belong to, and the workspace that holds its state."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment must be one of development, staging, production."
  }

  # Else the variables of one environment would be applied to the resources of another.
  validation {
    condition     = terraform.workspace == var.environment
    error_message = "The workspace ${terraform.workspace} does not hold ${var.environment}: select it with 'terraform workspace select -or-create ${var.environment}'."
  }
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string
  default     = "DevOps"
  nullable    = false
}

variable "project" {
  description = "Value of the tag Project."
  type        = string
  default     = "IndiVillage-Website"
  nullable    = false
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "replica_region" {
  description = "Region that holds the copies, and what takes over when the primary region is lost."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.replica_region != var.region
    error_message = "The replica region must differ from the primary region."
  }
}

variable "replicate" {
  description = "Whether data, secrets and backups are copied to the replica region."
  type        = bool
  default     = false
  nullable    = false
}

variable "short_name" {
  description = "Short name of the system, for load balancers and target groups, to whose names AWS gives 32 letters; another copy in the same account needs another one."
  type        = string
  default     = "iv"
  nullable    = false
}

variable "system" {
  description = "Name of the system, the first part of every resource name; another one lets a second copy live in the same account."
  type        = string
  default     = "indivillage"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them, such as the project of a client."
  type        = map(string)
  default     = {}
  nullable    = false
}
