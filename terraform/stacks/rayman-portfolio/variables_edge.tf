variable "alb_deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = true
  nullable    = false
}

variable "cdn_enabled" {
  description = "Whether a distribution serves static files and the API."
  type        = bool
  default     = true
  nullable    = false
}

variable "origin_access" {
  description = "How the distribution proves itself to S3: control (origin access control) or identity (origin access identity, the older way)."
  type        = string
  default     = "control"
  nullable    = false
}

variable "price_class" {
  description = "Edge locations that serve: PriceClass_100 (North America, Europe), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_All"
  nullable    = false
}

variable "waf_enabled" {
  description = "Whether AWS WAF filters what reaches the distribution and the load balancer; it is paid for by web ACL, rule and request."
  type        = bool
  default     = true
  nullable    = false
}

variable "zone_id" {
  description = "Identifier of the hosted zone that the domain belongs to; needed with domain_name."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || var.zone_id != null
    error_message = "A domain needs its hosted zone: give zone_id."
  }
}
