variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
  default     = "terraform-state"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,36}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 38 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "packages" {
  description = "Whether a bucket for the packages of functions is made as well, which have to be there before the functions; with replicate also one in the replica region."
  type        = bool
  default     = false
  nullable    = false
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "replica_region" {
  description = "Region that holds the copy of the state."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.replica_region != var.region
    error_message = "replica_region must differ from region."
  }
}

variable "replicate" {
  description = "Whether a bucket in the replica region receives every version of the state."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
