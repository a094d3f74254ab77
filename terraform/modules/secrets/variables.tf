variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "name_suffix" {
  description = "Suffix of every name that is not a secret's own, such as 2: the name of a deleted secret stays taken for recovery_window_days. null adds none."
  type        = string
  default     = null

  validation {
    condition     = var.name_suffix == null ? true : can(regex("^[a-z0-9]{1,5}$", var.name_suffix))
    error_message = "name_suffix must have 1 to 5 lower-case letters or digits; Secrets Manager takes a hyphen and six characters for the end of an ARN."
  }
}

variable "recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30)
    error_message = "recovery_window_days must be 0 or between 7 and 30."
  }
}

variable "replica" {
  description = "Second region that keeps a copy of every secret, with the KMS key of that region; null keeps none."
  type = object({
    kms_key_arn = string
    region      = string
  })
  default = null
}

variable "secrets" {
  description = "Secrets by key: what they hold, the roles that may read them, an own name instead of <name>/<key>, and the function that rotates them."
  type = map(object({
    description = string
    name        = optional(string)
    reader_arns = list(string)
    rotation = optional(object({
      days       = optional(number, 30)
      lambda_arn = string
    }))
  }))
  nullable = false

  validation {
    condition     = alltrue([for secret in values(var.secrets) : length(secret.reader_arns) > 0])
    error_message = "Each of secrets must name at least one of reader_arns."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : !contains(secret.reader_arns, "*")])
    error_message = "reader_arns must name roles; \"*\" is not allowed."
  }

  validation {
    condition = alltrue([
      for secret in values(var.secrets) : secret.rotation.days >= 1 && secret.rotation.days <= 1000
      if secret.rotation != null
    ])
    error_message = "rotation.days must be between 1 and 1000."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
