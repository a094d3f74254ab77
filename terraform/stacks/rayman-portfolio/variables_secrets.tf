variable "secret_rotations" {
  description = "Secrets (api-keys, database) that are rotated, each with the function that does it, its role, and every how many days."
  type = map(object({
    days         = optional(number, 30)
    function_arn = string
    role_arn     = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.secret_rotations), ["api-keys", "database"])) == 0
    error_message = "The secrets are api-keys and database."
  }
}

variable "secrets_name_suffix" {
  description = "Suffix of the names of the secrets, such as 2, for a stack that is made again while the secrets of the last one can still be restored; null adds none."
  type        = string
  default     = null
}

variable "secrets_recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false
}
