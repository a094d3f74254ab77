variable "anonymous_access_enabled" {
  description = "Whether everybody who reaches the cache may use it, without signing in."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = length(var.users) > 0 || var.anonymous_access_enabled
    error_message = "users must be given, unless anonymous_access_enabled lets everybody in who reaches the cache."
  }
}

variable "ecpu_per_second" {
  description = "Processing units a second: at most, which bounds the costs, and at least, which are paid and kept ready."
  type = object({
    maximum = optional(number, 5000)
    minimum = optional(number)
  })
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-elasticache-alpha.CacheUsageLimitsProperty.html
  validation {
    condition     = alltrue([for one in values(var.ecpu_per_second) : one == null ? true : one >= 1000 && one <= 15000000])
    error_message = "ecpu_per_second must be between 1000 and 15000000."
  }

  validation {
    condition     = var.ecpu_per_second.minimum == null ? true : var.ecpu_per_second.minimum <= var.ecpu_per_second.maximum
    error_message = "The minimum of ecpu_per_second must not be greater than its maximum."
  }
}

variable "engine" {
  description = "Engine of the cache."
  type        = string
  default     = "valkey"
  nullable    = false

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine must be redis or valkey."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "major_engine_version" {
  description = "Major version of the engine: 7 of Redis, 7 or 8 of Valkey."
  type        = string
  default     = "8"
  nullable    = false

  validation {
    condition     = contains(var.engine == "redis" ? ["7"] : ["7", "8"], var.major_engine_version)
    error_message = "major_engine_version must be 7 with redis, and 7 or 8 with valkey."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 40 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  nullable    = false
}

variable "snapshot_retention_days" {
  description = "Number of days that snapshots are kept; 0 takes none."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.snapshot_retention_days >= 0 && var.snapshot_retention_days <= 35
    error_message = "snapshot_retention_days must be between 0 and 35."
  }
}

variable "snapshot_time" {
  description = "Time of the daily snapshot in UTC, such as 03:00."
  type        = string
  default     = "03:00"
  nullable    = false

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.snapshot_time))
    error_message = "snapshot_time must be of the form hh:mm."
  }
}

variable "storage_gb" {
  description = "Gigabytes of data: at most, which bounds the costs, and at least, which are paid."
  type = object({
    maximum = optional(number, 10)
    minimum = optional(number)
  })
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-elasticache-alpha.CacheUsageLimitsProperty.html
  validation {
    condition     = alltrue([for one in values(var.storage_gb) : one == null ? true : one >= 1 && one <= 5000])
    error_message = "storage_gb must be between 1 and 5000."
  }

  validation {
    condition     = var.storage_gb.minimum == null ? true : var.storage_gb.minimum <= var.storage_gb.maximum
    error_message = "The minimum of storage_gb must not be greater than its maximum."
  }
}

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "users" {
  description = "Users that sign in with tokens of IAM instead of a password, by name suffix, with what they may do."
  type = map(object({
    access_string = optional(string, "on ~* &* +@all -@dangerous")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = !contains(keys(var.users), "default")
    error_message = "users must not have the key default."
  }

  # https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
  validation {
    condition     = alltrue([for key in keys(var.users) : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", key))])
    error_message = "Keys of users must have lower-case letters, digits and single hyphens between them, because ElastiCache names users so."
  }
}
