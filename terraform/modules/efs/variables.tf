variable "access_points" {
  description = "Doors to a folder each, by a key of the caller: whoever comes through is the user and the group that are named, and sees the folder as the root. path is a slash and the key unless given."
  type = map(object({
    group_id    = optional(number, 1000)
    path        = optional(string)
    permissions = optional(string, "0750")
    user_id     = optional(number, 1000)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.access_points) : can(regex("^[a-z][a-z0-9-]{0,63}$", key))])
    error_message = "The keys of access_points must have 64 lower-case letters, digits or hyphens at most, and begin with a letter."
  }

  # https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html
  validation {
    condition = alltrue([
      for point in values(var.access_points) :
      point.path == null ? true : length(point.path) <= 100 && can(regex("^(/[^/$#<>;`|&?{}^*\\n]+){1,4}$", point.path))
    ])
    error_message = "The path of an access point must be one to four folders deep, such as /shared/config, in 100 characters."
  }

  validation {
    condition     = alltrue([for point in values(var.access_points) : can(regex("^0[0-7]{2}[0-5]$", point.permissions))])
    error_message = "The permissions of an access point must be octal, such as 0750, and let others write nothing."
  }

  validation {
    condition = alltrue([
      for point in values(var.access_points) :
      point.user_id >= 1 && point.user_id <= 4294967295 && point.group_id >= 1 && point.group_id <= 4294967295
    ])
    error_message = "The user and the group of an access point must be between 1 and 4294967295: nobody comes in as root."
  }
}

variable "automatic_backups_enabled" {
  description = "Whether AWS Backup keeps a daily backup for 35 days, in a plan and a vault that EFS makes itself; false where backup-plan selects the file system."
  type        = bool
  default     = true
  nullable    = false
}

variable "clients" {
  description = "Roles that mount the file system, by a key of the caller: through which of access_points, and whether they write. Nobody else does, unless a policy of their own lets them."
  type = map(object({
    access_points = set(string)
    role_arn      = string
    write         = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.clients) : can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", key))])
    error_message = "The keys of clients must have lower-case letters, digits and hyphens."
  }

  validation {
    condition = alltrue([
      for client in values(var.clients) :
      length(client.access_points) > 0 && length(setsubtract(client.access_points, keys(var.access_points))) == 0
    ])
    error_message = "A client must come through at least one of access_points."
  }
}

variable "infrequent_access_after_days" {
  description = "Number of days without access after which a file moves to the class Infrequent Access, from where the next access brings it back; null leaves it in Standard."
  type        = number
  default     = 30
  nullable    = true

  validation {
    condition     = var.infrequent_access_after_days == null ? true : contains([1, 7, 14, 30, 60, 90, 180, 270, 365], var.infrequent_access_after_days)
    error_message = "infrequent_access_after_days must be one of 1, 7, 14, 30, 60, 90, 180, 270, 365."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "performance_mode" {
  description = "Performance mode, for life: generalPurpose answers fastest, maxIO takes more operations, later."
  type        = string
  default     = "generalPurpose"
  nullable    = false

  validation {
    condition     = contains(["generalPurpose", "maxIO"], var.performance_mode)
    error_message = "performance_mode must be one of generalPurpose, maxIO."
  }
}

variable "provisioned_throughput_mibps" {
  description = "Throughput in MiB a second, with throughput_mode provisioned alone."
  type        = number
  default     = null

  validation {
    condition     = (var.throughput_mode == "provisioned") == (var.provisioned_throughput_mibps != null)
    error_message = "provisioned_throughput_mibps must be given exactly with the throughput_mode provisioned."
  }

  validation {
    condition     = var.provisioned_throughput_mibps == null ? true : var.provisioned_throughput_mibps >= 1 && var.provisioned_throughput_mibps <= 3414
    error_message = "provisioned_throughput_mibps must be between 1 and 3414."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throughput_mode" {
  description = "Throughput mode: bursting grows with what is stored, elastic with what is asked, provisioned is fixed."
  type        = string
  default     = "bursting"
  nullable    = false

  validation {
    condition     = contains(["bursting", "elastic", "provisioned"], var.throughput_mode)
    error_message = "throughput_mode must be one of bursting, elastic, provisioned."
  }

  # https://docs.aws.amazon.com/efs/latest/ug/performance.html
  validation {
    condition     = var.throughput_mode != "elastic" || var.performance_mode == "generalPurpose"
    error_message = "Elastic throughput needs the performance_mode generalPurpose."
  }
}

variable "zone_subnet_ids" {
  description = "Identifiers of the subnets that get a mount target, one for each availability zone, by zone."
  type        = map(string)

  validation {
    condition     = length(var.zone_subnet_ids) > 0
    error_message = "At least one zone needs a subnet, or nobody can mount the file system."
  }
}
