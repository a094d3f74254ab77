variable "alb_deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = true
  nullable    = false
}

variable "cdn_additional_metrics_enabled" {
  description = "Whether CloudWatch gets the additional metrics of the distribution as well, such as the cache hit rate; they are charged for."
  type        = bool
  default     = true
  nullable    = false
}

variable "cdn_page_cookies" {
  description = "Cookies by which pages differ, such as that of a session."
  type        = set(string)
  default     = ["session"]
  nullable    = false
}

variable "cdn_price_class" {
  description = "Edge locations that serve: PriceClass_100 (North America, Europe), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_All"
  nullable    = false
}

variable "cdn_ttl_seconds" {
  description = "Seconds that copies are kept at the edge where the answer does not say: assets, whose names change with them, media, and pages, which are not kept with 0."
  type = object({
    assets = optional(number, 604800)
    media  = optional(number, 3600)
    pages  = optional(number, 0)
  })
  default  = {}
  nullable = false
}

variable "cross_zone_enabled" {
  description = "Whether the load balancer spreads requests over the web servers of all zones; false keeps them in their zone, where there must be a healthy one."
  type        = bool
  default     = true
  nullable    = false
}

variable "deregistration_delay_seconds" {
  description = "Seconds that a web server which is taken out still has for the requests that it has begun."
  type        = number
  default     = 60
  nullable    = false
}

variable "field_level_encryption" {
  description = "Public RSA key in PEM form that encrypts the named form fields at the edge, and the path of the forms; null encrypts none."
  type = object({
    fields         = set(string)
    path_pattern   = optional(string, "/contact*")
    provider_id    = string
    public_key_pem = string
  })
  default = null
}

variable "origin_access" {
  description = "How the distribution proves itself to S3: control (origin access control) or identity (origin access identity, the older way)."
  type        = string
  default     = "control"
  nullable    = false
}

variable "origin_secret_versions" {
  description = "Versions of the secret header, of any name, each of which the load balancer admits; CloudFront sends the last one. To change it, add one, apply, and take the older one away with the next apply."
  type        = list(string)
  default     = ["1"]
  nullable    = false

  validation {
    condition     = length(var.origin_secret_versions) >= 1 && length(var.origin_secret_versions) <= 2 && alltrue([for version in var.origin_secret_versions : can(regex("^[a-z0-9-]{1,32}$", version))])
    error_message = "There are one or two versions of the header, with names of lower-case letters, digits and hyphens."
  }
}

variable "origin_shield_enabled" {
  description = "Whether a further cache, in the primary region, asks the origins for all edge locations; it is charged for each request."
  type        = bool
  default     = false
  nullable    = false
}

variable "web_health_check" {
  description = "How the load balancer finds out whether a web server is well."
  type = object({
    path                = optional(string, "/health")
    interval_seconds    = optional(number, 30)
    timeout_seconds     = optional(number, 5)
    healthy_threshold   = optional(number, 3)
    unhealthy_threshold = optional(number, 3)
    matcher             = optional(string, "200")
  })
  default  = {}
  nullable = false
}
