variable "dns_delegations" {
  description = "Zones below the domain that other accounts have, by name, with the servers of each."
  type        = map(list(string))
  default     = {}
  nullable    = false
}

variable "dns_records" {
  description = "Further records of the domain by name, such as those that share visitors out by weight or by latency, as dns-record takes them."
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
    failover       = optional(string)
    latency_region = optional(string)
    weight         = optional(number)
    health_check   = optional(string)
  }))
  default  = {}
  nullable = false
}

variable "failover_enabled" {
  description = "Whether Route 53 watches the primary region, and answers with the load balancer of the replica region when it is lost."
  type        = bool
  default     = false
  nullable    = false
}

variable "failover_override" {
  description = "What a person decides in place of the check: unhealthy sends everybody to the replica region, healthy keeps them in the primary one; null leaves it to the check."
  type        = string
  default     = null
}

variable "grafana_domain_name" {
  description = "Name that leads to the Grafana workspace; null leaves the one that AWS gives."
  type        = string
  default     = null
}
