variable "account_baseline" {
  description = "Parts of the account's baseline that this stack owns in its region; false leaves one to whoever made it before, such as the organisation. An account or region has each of them once."
  type = object({
    access_analyzer            = optional(bool, true)
    config                     = optional(bool, true)
    config_service_linked_role = optional(bool, true)
    guardduty                  = optional(bool, true)
    inspector                  = optional(bool, true)
    security_hub               = optional(bool, true)
    trail                      = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "account_baseline_replica" {
  description = "Parts of the baseline that this stack owns in the region of the copies; false leaves one to whoever made it before."
  type = object({
    access_analyzer = optional(bool, true)
    config          = optional(bool, true)
    guardduty       = optional(bool, true)
    security_hub    = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "manage_account_baseline" {
  description = "Whether this stack owns what exists once per account: trail, password policy, detectors, default encryption."
  type        = bool
  default     = true
  nullable    = false
}

variable "record_data_events" {
  description = "Whether the trail also records every read and write of an object in the bucket of media, and every call of a function; AWS charges for each."
  type        = bool
  default     = false
  nullable    = false
}

variable "trail_retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false
}
