variable "access_log_retention_days" {
  description = "Number of days that access logs and archived logs of the application are kept; the audit trail has a bucket of its own."
  type        = number
  default     = 30
  nullable    = false
}

variable "buckets_force_destroy" {
  description = "Whether destroying the stack also deletes the objects in its buckets."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_archive_enabled" {
  description = "Whether the logs of tasks and functions are also written to the bucket for logs."
  type        = bool
  default     = false
  nullable    = false
}

variable "media_archive_class" {
  description = "Storage class of media after media_archive_days: GLACIER_IR serves at once, GLACIER only after a restore of hours."
  type        = string
  default     = "GLACIER_IR"
  nullable    = false

  validation {
    condition     = contains(["GLACIER", "GLACIER_IR"], var.media_archive_class)
    error_message = "The archive class must be one of GLACIER, GLACIER_IR."
  }
}

variable "media_archive_days" {
  description = "Number of days after which media move from infrequent access to the archive class."
  type        = number
  default     = 90
  nullable    = false

  # S3 charges the 30 days of infrequent access in any case.
  validation {
    condition     = var.media_archive_days >= var.media_infrequent_days + 30
    error_message = "Media stay in infrequent access for 30 days at least: media_archive_days must be at least media_infrequent_days + 30."
  }
}

variable "media_infrequent_days" {
  description = "Number of days after which media move to infrequent access."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.media_infrequent_days >= 30
    error_message = "S3 moves no object to infrequent access in its first 30 days."
  }
}
