variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "comment" {
  description = "Purpose of the zone, shown in the console."
  type        = string
  default     = "Managed by Terraform."
  nullable    = false

  validation {
    condition     = length(var.comment) <= 256
    error_message = "comment must have 256 characters at most."
  }
}

variable "dnssec_enabled" {
  description = "Whether a public zone is signed; resolvers verify it from the day on which the parent has the record of the output ds_record."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Domain name of the zone, such as example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must be a domain name in lower case without a dot at its end, such as example.com."
  }

  # The name of the key that signs has 128 characters at most; that of a domain 255.
  validation {
    condition     = length(var.name) <= 128
    error_message = "name must have 128 characters at most."
  }
}

variable "parent_zone" {
  description = "Zone of the parent domain in the same account, which delegates to this one; with signed it also trusts this zone's key. null leaves the delegation to whoever owns the parent."
  type = object({
    id          = string
    signed      = optional(bool, false)
    ttl_seconds = optional(number, 3600)
  })
  default = null

  validation {
    condition     = var.parent_zone == null || length(var.vpcs) == 0
    error_message = "parent_zone cannot delegate to a private zone, which answers inside its VPCs only."
  }

  validation {
    condition     = var.parent_zone == null ? true : var.parent_zone.ttl_seconds >= 60 && var.parent_zone.ttl_seconds <= 172800
    error_message = "ttl_seconds must be between 60 and 172800."
  }
}

variable "query_logging" {
  description = "Retention and key of the log of queries to a public zone; null logs none. An account has 10 resource policies of logs in a region: without manage_resource_policy one of another zone or root must admit this log."
  type = object({
    kms_key_arn            = optional(string)
    log_retention_days     = optional(number, 30)
    manage_resource_policy = optional(bool, true)
  })
  default  = {}
  nullable = true

  validation {
    condition = var.query_logging == null ? true : contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.query_logging.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpcs" {
  description = "VPCs that a private zone answers in, by a key of the caller, each with its region where that is another one; empty makes a public zone."
  type = map(object({
    region = optional(string)
    vpc_id = string
  }))
  default  = {}
  nullable = false
}
