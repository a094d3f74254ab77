variable "geolocation_targets" {
  description = "Further targets for users elsewhere, by a name of your choice: continent or country, and the alias. They go without a secondary."
  type = map(object({
    continent = optional(string)
    country   = optional(string)
    name      = string
    zone_id   = string
  }))
  default  = {}
  nullable = false
}

variable "health_check_path" {
  description = "Path that Route 53 asks whether the primary answers."
  type        = string
  default     = "/health"
  nullable    = false
}

variable "override" {
  description = "What a person decides in place of the health check: healthy, or unhealthy to fail over by hand; null leaves it to the check."
  type        = string
  default     = null
}

variable "record_name" {
  description = "Name of the record."
  type        = string
}

variable "secondary" {
  description = "Target in the second region that answers when the primary does not; null makes a plain record."
  type = object({
    name    = string
    zone_id = string
  })
  default = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target" {
  description = "What the name leads to: DNS name and hosted zone of a load balancer or of a domain of the API, and whether Route 53 looks at its health."
  type = object({
    evaluate_target_health = optional(bool, true)
    name                   = string
    zone_id                = string
  })
}

variable "zone_id" {
  description = "Identifier of the hosted zone."
  type        = string
}
