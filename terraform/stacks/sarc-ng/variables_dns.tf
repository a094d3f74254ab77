variable "api_target" {
  description = "What the name of the API leads to: ecs (the load balancer) or lambda (the API gateway). Both are there."
  type        = string
  default     = "ecs"
  nullable    = false

  validation {
    condition     = contains(["ecs", "lambda"], var.api_target)
    error_message = "api_target must be one of ecs, lambda."
  }
}

variable "certificate_names" {
  description = "Further names of the certificate; the domain and one name of any kind below it (*.) are always covered."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "domain_name" {
  description = "Domain that the system is reached by, and name of its hosted zone."
  type        = string
}

variable "zone_delegated" {
  description = "Whether the parent domain names the servers of the zone, so that certificates can be validated; false for the first apply, which makes the zone, and serves plain HTTP."
  type        = bool
  default     = true
  nullable    = false
}
