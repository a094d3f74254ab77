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
