variable "kept_images" {
  description = "Number of images that are kept; older ones expire."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.kept_images >= 2 && var.kept_images <= 1000
    error_message = "The number of kept images must be between 2 and 1000, so that there is one to roll back to."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "mutable_tags" {
  description = "Whether a tag can be moved to another image; a tag then no longer names one build."
  type        = bool
  default     = false
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "replication" {
  description = "Registry and regions that the images are copied to, for the whole registry: of the repositories whose names begin with one of prefixes, of all without any; null copies nothing."
  type = object({
    account_id = string
    prefixes   = optional(set(string), [])
    regions    = set(string)
  })
  default = null

  validation {
    condition     = var.replication == null || try(length(var.replication.regions) > 0, false)
    error_message = "The replication must name one region at least."
  }
}

variable "scan_on_push" {
  description = "Whether an image is scanned for known vulnerabilities when it is pushed."
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

variable "untagged_image_days" {
  description = "Number of days that images without a tag are kept."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.untagged_image_days >= 1
    error_message = "The number of days for untagged images must be 1 or more."
  }
}
