variable "health_checks" {
  description = "Health checks by name, for records to refer to. With override (healthy or unhealthy) a person decides in place of the check, such as to fail over by hand."
  type = map(object({
    fqdn              = string
    path              = optional(string, "/")
    port              = optional(number, 443)
    type              = optional(string, "HTTPS")
    failure_threshold = optional(number, 3)
    interval_seconds  = optional(number, 30)
    override          = optional(string)
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

  validation {
    condition = alltrue([
      for check in values(var.health_checks) : check.override == null ? true : contains(["healthy", "unhealthy"], check.override)
    ])
    error_message = "The override of a health check must be one of healthy, unhealthy."
  }

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
  validation {
    condition     = alltrue([for check in values(var.health_checks) : check.failure_threshold >= 1 && check.failure_threshold <= 10])
    error_message = "The failure_threshold of a health check must be between 1 and 10."
  }

  validation {
    condition     = alltrue([for check in values(var.health_checks) : check.port >= 1 && check.port <= 65535])
    error_message = "The port of a health check must be between 1 and 65535."
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
      contains(["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NS", "PTR", "SRV", "SVCB", "TXT"], record.type)
    ])
    error_message = "The type of a record must be one of A, AAAA, CAA, CNAME, DS, HTTPS, MX, NS, PTR, SRV, SVCB, TXT."
  }

  # Route 53 takes what it does not check for healthy, so such a primary would never be given up:
  # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-problems.html
  validation {
    condition = alltrue([
      for record in values(var.records) : record.failover != "PRIMARY" || record.health_check != null || try(record.alias.evaluate_target_health, false)
    ])
    error_message = "A PRIMARY needs a health_check or an alias that evaluates its target, or it never fails over."
  }

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
  validation {
    condition = alltrue([
      for record in values(var.records) :
      record.geolocation == null ? true : (record.geolocation.continent == null) != (record.geolocation.country == null)
    ])
    error_message = "geolocation must name either a continent or a country, which is * for everybody else."
  }

  validation {
    condition = alltrue([
      for record in values(var.records) :
      try(record.geolocation.subdivision, null) == null ? true : try(record.geolocation.country == "US", false)
    ])
    error_message = "A subdivision needs the country US, because Route 53 knows those of no other."
  }

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
  validation {
    condition     = alltrue([for record in values(var.records) : record.weight == null ? true : record.weight >= 0 && record.weight <= 255])
    error_message = "The weight of a record must be between 0 and 255."
  }

  validation {
    condition     = alltrue([for record in values(var.records) : record.ttl >= 0 && record.ttl <= 2147483647])
    error_message = "The ttl of a record must be between 0 and 2147483647."
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
