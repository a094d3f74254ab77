variable "activated" {
  description = "Whether this region serves: the groups grow to what visitors need, and Redis is made. False keeps what has to be there beforehand, and costs little."
  type        = bool
  default     = false
  nullable    = false
}

variable "dns_delegated" {
  description = "Whether the zone of the domain is one that the world knows; until then there is no certificate."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain_name" {
  description = "Domain that the system is reached by; null uses the names that AWS gives."
  type        = string
  default     = null
}

variable "environment" {
  description = "Environment that the resources belong to, and the workspace that holds its state: only production has a second region."
  type        = string

  validation {
    condition     = var.environment == "production"
    error_message = "Only production has a second region."
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

variable "primary_region" {
  description = "Region that the stack indivillage is in."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = var.primary_region != var.region
    error_message = "The primary region must differ from the region."
  }
}

variable "project" {
  description = "Value of the tag Project."
  type        = string
  default     = "IndiVillage-Website"
  nullable    = false
}

variable "region" {
  description = "Region that takes over."
  type        = string
  default     = "us-west-2"
  nullable    = false
}

variable "secrets_name_suffix" {
  description = "End of the names of the secrets, as the stack indivillage has it; null names them without one."
  type        = string
  default     = null
}

variable "short_name" {
  description = "Short name of the system, for load balancers and target groups, to whose names AWS gives 32 letters."
  type        = string
  default     = "iv-dr"
  nullable    = false
}

variable "system" {
  description = "Name of the system, as the stack indivillage has it."
  type        = string
  default     = "indivillage"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
