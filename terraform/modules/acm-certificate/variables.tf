variable "domain_name" {
  description = "First name of the certificate; may begin with *. for a wildcard."
  type        = string

  validation {
    condition     = can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "The domain name must be a full name in lower case, such as example.com or *.example.com."
  }
}

variable "key_algorithm" {
  description = "Algorithm of the certificate's key: RSA_2048, EC_prime256v1 or EC_secp384r1."
  type        = string
  default     = "RSA_2048"
  nullable    = false

  validation {
    condition     = contains(["RSA_2048", "EC_prime256v1", "EC_secp384r1"], var.key_algorithm)
    error_message = "The key algorithm must be one of RSA_2048, EC_prime256v1, EC_secp384r1."
  }
}

variable "subject_alternative_names" {
  description = "Further names of the certificate, wildcards included."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for name in var.subject_alternative_names :
      can(regex("^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", name))
    ])
    error_message = "Each alternative name must be a full name in lower case, such as www.example.com or *.example.com."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "validation_records_enabled" {
  description = "Whether the records that prove the names are made here; false where another certificate of the account for the same names has made them."
  type        = bool
  default     = true
  nullable    = false
}

variable "zone_id" {
  description = "Identifier of the hosted zone."
  type        = string
}
