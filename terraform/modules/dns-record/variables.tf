variable "health_checks" {
  description = "Health checks by name, for records to refer to."
  type = map(object({
    fqdn              = string
    path              = optional(string, "/")
    port              = optional(number, 443)
    type              = optional(string, "HTTPS")
    failure_threshold = optional(number, 3)
    interval_seconds  = optional(number, 30)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for check in values(var.health_checks) : contains(["HTTP", "HTTPS"], check.type)])
    error_message = "The type of a health check must be one of HTTP, HTTPS."
  }

  validation {
    condition     = alltrue([for check in values(var.health_checks) : contains([10, 30], check.interval_seconds)])
    error_message = "The interval of a health check must be 10 or 30 seconds."
  }
}

variable "records" {
  description = "Records by name of your choice, which is also the set identifier under a routing policy. A record has either values or an alias, and at most one of failover, geolocation, latency_region, weight."
  type = map(object({
    name   = string
    type   = optional(string, "A")
    ttl    = optional(number, 300)
    values = optional(list(string))
    alias = optional(object({
      name                   = string
      zone_id                = string
      evaluate_target_health = optional(bool, true)
    }))
    failover = optional(string)
    geolocation = optional(object({
      continent   = optional(string)
      country     = optional(string)
      subdivision = optional(string)
    }))
    latency_region = optional(string)
    weight         = optional(number)
    health_check   = optional(string)
  }))

  validation {
    condition     = alltrue([for record in values(var.records) : (record.values == null) != (record.alias == null)])
    error_message = "Each record needs either values or an alias, not both."
  }

  validation {
    condition = alltrue([
      for record in values(var.records) :
      length([for policy in [record.failover, record.geolocation, record.latency_region, record.weight] : policy if policy != null]) <= 1
    ])
    error_message = "Each record takes at most one of failover, geolocation, latency_region, weight."
  }

  validation {
    condition = alltrue([
      for record in values(var.records) : record.failover == null ? true : contains(["PRIMARY", "SECONDARY"], record.failover)
    ])
    error_message = "failover must be one of PRIMARY, SECONDARY."
  }

  validation {
    condition = alltrue([
      for record in values(var.records) :
      record.health_check == null ? true : contains(keys(var.health_checks), record.health_check)
    ])
    error_message = "The health_check of a record must be a key of health_checks."
  }

  validation {
    condition = alltrue([
      for record in values(var.records) :
      contains(["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT"], record.type)
    ])
    error_message = "The type of a record must be one of A, AAAA, CAA, CNAME, MX, NS, PTR, SRV, TXT."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "zone_id" {
  description = "Identifier of the hosted zone."
  type        = string
}
