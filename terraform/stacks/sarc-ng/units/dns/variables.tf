variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "certificate_names" {
  description = "Further names of the certificate below the domain; the domain itself and one name of any kind (*.) are always covered."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "delegated" {
  description = "Whether the parent domain has the name servers of the zone, so that certificates can be validated; false for the first apply, which makes the zone."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain_name" {
  description = "Domain that the system is reached by; the zone is called so."
  type        = string
}

variable "kms_logs_key_arn" {
  description = "ARN of the key that encrypts the log group."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "makes_zone" {
  description = "Whether the unit makes the zone; false in a further region, where only the certificate is made."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "zone_id" {
  description = "Identifier of the zone that another unit has made; needed when makes_zone is false."
  type        = string
  default     = null

  validation {
    condition     = var.makes_zone || var.zone_id != null
    error_message = "makes_zone = false needs a zone_id."
  }
}
