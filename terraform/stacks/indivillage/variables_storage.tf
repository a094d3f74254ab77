variable "archive_days" {
  description = "Number of days after which objects move from infrequent access to the archive."
  type        = number
  default     = 90
  nullable    = false

  # S3 charges the 30 days of infrequent access in any case.
  validation {
    condition     = var.archive_days >= var.infrequent_days + 30
    error_message = "Objects stay in infrequent access for 30 days at least: archive_days must be at least infrequent_days + 30."
  }
}

variable "buckets_force_destroy" {
  description = "Whether destroying the stack also deletes the objects in its buckets."
  type        = bool
  default     = false
  nullable    = false
}

variable "infrequent_days" {
  description = "Number of days after which objects move to infrequent access."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.infrequent_days >= 30
    error_message = "S3 moves no object to infrequent access in its first 30 days."
  }
}

variable "noncurrent_version_days" {
  description = "Number of days after which replaced or deleted versions of objects are removed for good."
  type        = number
  default     = 90
  nullable    = false
}

variable "processed_archive_class" {
  description = "Storage class of results after archive_days: GLACIER_IR serves at once, GLACIER only after a restore of hours."
  type        = string
  default     = "GLACIER_IR"
  nullable    = false

  validation {
    condition     = contains(["GLACIER", "GLACIER_IR"], var.processed_archive_class)
    error_message = "The archive class must be one of GLACIER, GLACIER_IR."
  }
}

variable "replicated_buckets" {
  description = "Buckets (assets, backups, processed) that are copied to the replica region where replicate is on; uploads live for days only."
  type        = set(string)
  default     = ["assets", "backups", "processed"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.replicated_buckets, ["assets", "backups", "processed"])) == 0
    error_message = "The buckets that can be copied are assets, backups and processed."
  }
}

variable "retention_days" {
  description = "Number of days that objects are kept, by bucket. Assets are kept until they are replaced."
  type = object({
    backups   = optional(number, 90)
    logs      = optional(number, 365)
    processed = optional(number, 365)
    uploads   = optional(number, 7)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for days in values(var.retention_days) : days >= 1])
    error_message = "Objects are kept for a day at least."
  }
}

variable "upload_limits" {
  description = "What people may send: ends of the names of files, their size in bytes, and for how many seconds a signed URL for an upload or a download holds, whatever it says itself."
  type = object({
    max_bytes            = optional(number, 104857600)
    suffixes             = optional(list(string), [".csv", ".jpeg", ".jpg", ".json", ".mp4", ".pdf", ".png", ".txt", ".wav", ".webp", ".xlsx", ".zip"])
    url_lifetime_seconds = optional(number, 900)
  })
  default  = {}
  nullable = false

  # S3 takes no more than 5 GiB in one piece: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
  validation {
    condition     = var.upload_limits.max_bytes >= 1 && var.upload_limits.max_bytes <= 5368709120
    error_message = "Files have between 1 and 5368709120 bytes."
  }

  validation {
    condition     = length(var.upload_limits.suffixes) > 0 && alltrue([for suffix in var.upload_limits.suffixes : can(regex("^\\.[a-z0-9]+$", suffix))])
    error_message = "There must be suffixes, each a dot and lower-case letters or digits, such as .pdf."
  }

  # S3 itself lets no URL live for more than a week.
  validation {
    condition     = var.upload_limits.url_lifetime_seconds >= 60 && var.upload_limits.url_lifetime_seconds <= 604800
    error_message = "A signed URL holds between 60 and 604800 seconds."
  }
}

variable "upload_origins" {
  description = "Origins of the pages from which browsers may send files; none names those of the domain."
  type        = list(string)
  default     = []
  nullable    = false
}
