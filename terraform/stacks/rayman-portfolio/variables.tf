variable "domain_name" {
  description = "Domain that the system is reached by; null uses the names that AWS gives."
  type        = string
  default     = null
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

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "replica_region" {
  description = "Region that holds the copies of backups."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.replica_region != var.region
    error_message = "The replica region must differ from the primary region."
  }
}

variable "short_name" {
  description = "Short name of the system, for the load balancer, to whose name and target groups AWS gives 32 letters; another copy in the same account needs another one."
  type        = string
  default     = "rayman"
  nullable    = false
}

variable "system" {
  description = "Name of the system, the first part of every resource name; another one lets a second copy live in the same account."
  type        = string
  default     = "rayman-portfolio"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
