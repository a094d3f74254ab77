variable "access_log_retention_days" {
  description = "Number of days that the access logs of load balancer, distribution and buckets are kept."
  type        = number
  default     = 365
  nullable    = false
}

variable "buckets_force_destroy" {
  description = "Whether destroying the stack also deletes the objects in its buckets."
  type        = bool
  default     = false
  nullable    = false
}

variable "noncurrent_version_days" {
  description = "Number of days that replaced and deleted objects of the buckets static and videos live on as versions."
  type        = number
  default     = 30
  nullable    = false
}

variable "versioned_buckets" {
  description = "Buckets that keep replaced and deleted objects as versions: static, uploads, videos."
  type        = set(string)
  default     = ["static", "uploads", "videos"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.versioned_buckets, ["static", "uploads", "videos"])) == 0
    error_message = "The versioned buckets must be among static, uploads, videos."
  }

  validation {
    condition     = !var.replicate || length(setsubtract(["static", "videos"], var.versioned_buckets)) == 0
    error_message = "Replicated buckets (static, videos) must be versioned."
  }
}

variable "videos_archive_class" {
  description = "Storage class of videos after 90 days. CloudFront can serve GLACIER_IR at once, but nothing from GLACIER."
  type        = string
  default     = "GLACIER_IR"
  nullable    = false

  validation {
    condition     = contains(["GLACIER_IR", "GLACIER"], var.videos_archive_class)
    error_message = "The archive class must be one of GLACIER_IR, GLACIER."
  }
}

variable "videos_storage_class" {
  description = "Storage class of new videos: STANDARD or INTELLIGENT_TIERING."
  type        = string
  default     = "STANDARD"
  nullable    = false

  validation {
    condition     = contains(["STANDARD", "INTELLIGENT_TIERING"], var.videos_storage_class)
    error_message = "The storage class must be one of STANDARD, INTELLIGENT_TIERING."
  }
}
