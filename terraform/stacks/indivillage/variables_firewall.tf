variable "shield" {
  description = "Protects distribution, load balancer and zone with Shield Advanced, to which it subscribes the account for a year unless the account, or its organisation, has subscribed before. null leaves Shield Standard."
  type = object({
    renewed    = optional(bool, false)
    subscribed = optional(bool, false)
  })
  default = null
}

variable "waf_bot_control" {
  description = "AWS's rules about bots at the edge, charged for each request; begin with count_only. null leaves them out."
  type = object({
    count_only       = optional(bool, false)
    inspection_level = optional(string, "COMMON")
  })
  default = null
}

variable "waf_ip_sets" {
  description = "Sets of address ranges by name that rules of one's own refer to."
  type = map(object({
    addresses = set(string)
    version   = optional(string, "IPV4")
  }))
  default  = {}
  nullable = false
}

variable "waf_rate_limit" {
  description = "Requests of one address within five minutes from which on further ones are blocked at the edge."
  type        = number
  default     = 2000
  nullable    = false
}

variable "waf_rules" {
  description = "Rules of one's own by name, as waf takes them; priorities below 100, but for 10, come before AWS's groups."
  type = map(object({
    priority               = number
    action                 = optional(string, "block")
    body_larger_than_bytes = optional(number)
    countries              = optional(set(string), [])
    ip_set                 = optional(string)
    outside_countries      = optional(set(string), [])
    outside_ip_set         = optional(string)
    path                   = optional(string, "/")
    path_match             = optional(string, "STARTS_WITH")
  }))
  default  = {}
  nullable = false
}
