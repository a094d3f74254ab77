variable "alb_deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the load balancers."
  type        = bool
  default     = true
  nullable    = false
}

variable "origin_secrets" {
  description = "What the distribution sends so that the load balancer knows it, as the stack indivillage has made it; given as TF_VAR_origin_secrets. None refuses everybody."
  type        = list(string)
  default     = []
  nullable    = false
  sensitive   = true

  # In an emergency a warning is overlooked, and everybody would be refused.
  validation {
    condition     = !var.activated || length(var.origin_secrets) > 0
    error_message = "The load balancer would refuse everybody: give the secrets of the origin as TF_VAR_origin_secrets before activated."
  }
}

variable "zone_id" {
  description = "Identifier of the hosted zone of the domain, which the stack indivillage has; needed with domain_name."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || var.zone_id != null
    error_message = "A domain needs its hosted zone: give zone_id."
  }
}
