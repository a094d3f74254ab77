variable "record_object_events" {
  description = "Whether the trail also records every read and write of an object in the buckets of users' files."
  type        = bool
  default     = false
  nullable    = false
}

variable "trail_object_lock_days" {
  description = "Days that no file of the trail can be deleted; null leaves Object Lock off."
  type        = number
  default     = null
}

variable "trail_retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false
}
