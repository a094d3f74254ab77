variable "allocated_storage_gb" {
  description = "Gigabytes of storage to begin with."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.allocated_storage_gb >= 20 && var.allocated_storage_gb <= 65536
    error_message = "allocated_storage_gb must be between 20 and 65536."
  }
}

variable "allow_major_version_upgrade" {
  description = "Whether a new major version in engine_version is installed; it needs apply_immediately, because the parameters of the old version are deleted in the same run."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.allow_major_version_upgrade || var.apply_immediately
    error_message = "allow_major_version_upgrade needs apply_immediately, or the instance still uses the parameter group that Terraform deletes."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once instead of in the maintenance window."
  type        = bool
  default     = false
  nullable    = false
}

variable "auto_minor_version_upgrade" {
  description = "Whether minor versions are installed in the maintenance window."
  type        = bool
  default     = true
  nullable    = false
}

variable "backup_retention_days" {
  description = "Number of days that backups are kept and that point-in-time recovery reaches back; 0 turns both off."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 0 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be between 0 and 35."
  }
}

variable "backup_window" {
  description = "Daily window of the automated backup in UTC, such as 03:00-04:00."
  type        = string
  default     = "03:00-04:00"
  nullable    = false

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.backup_window))
    error_message = "backup_window must be of the form hh:mm-hh:mm."
  }

  validation {
    condition = try(alltrue([
      for times in [[
        for text in regexall("[0-9]{2}:[0-9]{2}", var.backup_window) : tonumber(substr(text, 0, 2)) * 60 + tonumber(substr(text, 3, 2))
      ]] : (times[1] - times[0] + 1440) % 1440 >= 30
    ]), true)
    error_message = "backup_window must have at least 30 minutes."
  }
}

variable "ca_cert_identifier" {
  description = "Certificate authority that signs the server's certificate."
  type        = string
  default     = "rds-ca-rsa2048-g1"
  nullable    = false
}

variable "database_insights_mode" {
  description = "Mode of Database Insights: standard, or advanced, which costs more and keeps 15 months; null leaves what is, which on a new instance is standard."
  type        = string
  default     = null

  validation {
    condition     = var.database_insights_mode == null ? true : contains(["advanced", "standard"], var.database_insights_mode)
    error_message = "database_insights_mode must be advanced or standard."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Considerations.html
  validation {
    condition     = var.database_insights_mode != "advanced" || (var.performance_insights_enabled && var.performance_insights_retention_days >= 465)
    error_message = "database_insights_mode advanced needs Performance Insights with a retention of 465 days or more."
  }
}

variable "database_name" {
  description = "Name of the database made with the instance; null makes none."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the instance refuses to be deleted."
  type        = bool
  default     = true
  nullable    = false
}

variable "engine_version" {
  description = "Version of PostgreSQL; a major version alone follows its minor versions."
  type        = string
  default     = "16"
  nullable    = false

  validation {
    condition     = can(regex("^(1[3-9]|2[0-9])(\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be 13 or newer, such as 16 or 15.4."
  }
}

variable "iam_database_authentication_enabled" {
  description = "Whether users that have the role rds_iam sign in with tokens of IAM instead of a password."
  type        = bool
  default     = true
  nullable    = false
}

variable "instance_class" {
  description = "Class of the instance, such as db.t3.medium."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must begin with db."
  }
}

variable "iops" {
  description = "Input and output operations a second; required with io1 and io2, chosen by RDS with gp3 when null."
  type        = number
  default     = null

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
  validation {
    condition     = startswith(var.storage_type, "io") == (var.iops != null) || var.storage_type == "gp3"
    error_message = "iops must be given with io1 and io2, and cannot be with gp2."
  }

  validation {
    condition     = var.iops == null ? true : var.iops >= 1000 && var.iops <= 256000
    error_message = "iops must be between 1000 and 256000."
  }

  validation {
    condition     = var.iops == null ? true : !startswith(var.storage_type, "io") || (var.iops / var.allocated_storage_gb >= 0.5 && var.iops / var.allocated_storage_gb <= (var.storage_type == "io1" ? 50 : 1000))
    error_message = "iops for each gigabyte must be between 0.5 and 50 with io1, and between 0.5 and 1000 with io2."
  }

  validation {
    condition     = var.iops == null || var.storage_type != "gp3" || try(var.allocated_storage_gb >= 400 && var.iops >= 12000 && var.iops <= min(64000, 500 * var.allocated_storage_gb), false)
    error_message = "iops of gp3 must be between 12000 and 64000, with 400 or more allocated_storage_gb; smaller ones have 3000, always."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_exports" {
  description = "Logs that are sent to the log groups /aws/rds/instance/<name>/<log>, which the caller makes beforehand."
  type        = list(string)
  default     = ["postgresql", "upgrade"]
  nullable    = false

  validation {
    condition     = alltrue([for log in var.log_exports : contains(["iam-db-auth-error", "postgresql", "upgrade"], log)])
    error_message = "log_exports must contain only iam-db-auth-error, postgresql and upgrade."
  }
}

variable "maintenance_window" {
  description = "Weekly window of maintenance in UTC, such as sun:05:00-sun:06:00."
  type        = string
  default     = "sun:05:00-sun:06:00"
  nullable    = false

  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", var.maintenance_window))
    error_message = "maintenance_window must be of the form ddd:hh:mm-ddd:hh:mm in lower case."
  }

  # Begin and end of both windows as minutes of a day: the backup runs on every day, so the day does not matter.
  validation {
    condition = try(alltrue([
      for times in [[
        for text in regexall("[0-9]{2}:[0-9]{2}", "${var.backup_window} ${var.maintenance_window}") :
        tonumber(substr(text, 0, 2)) * 60 + tonumber(substr(text, 3, 2))
      ]] :
      (times[0] - times[2] + 1440) % 1440 >= (times[3] - times[2] + 1440) % 1440 &&
      (times[2] - times[0] + 1440) % 1440 >= (times[1] - times[0] + 1440) % 1440
    ]), true)
    error_message = "maintenance_window must not overlap with backup_window."
  }

  validation {
    condition = try(alltrue([
      for times in [[
        for text in regexall("[0-9]{2}:[0-9]{2}", var.maintenance_window) : tonumber(substr(text, 0, 2)) * 60 + tonumber(substr(text, 3, 2))
      ]] : (times[1] - times[0] + 1440) % 1440 >= 30
    ]), true)
    error_message = "maintenance_window must have at least 30 minutes."
  }
}

variable "manage_master_user_password" {
  description = "Whether RDS makes, keeps and rotates the master password in Secrets Manager; false needs master_password."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.manage_master_user_password || var.master_password != null || var.replicate_source != null
    error_message = "manage_master_user_password = false needs master_password."
  }
}

variable "master_password" {
  description = "Master password of an instance whose password RDS does not manage; it is sent once and never stored by Terraform."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

variable "master_password_version" {
  description = "Number to raise when master_password has changed."
  type        = number
  default     = 1
  nullable    = false
}

variable "master_username" {
  description = "Name of the master user."
  type        = string
  default     = "dbadmin"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.master_username)) && !contains(["admin", "rdsadmin"], var.master_username)
    error_message = "master_username must have lower-case letters, digits and underscores, begin with a letter and be neither admin nor rdsadmin."
  }
}

variable "max_allocated_storage_gb" {
  description = "Gigabytes up to which the storage grows by itself; 0 lets it not grow."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_allocated_storage_gb == 0 || var.max_allocated_storage_gb > var.allocated_storage_gb
    error_message = "max_allocated_storage_gb must be 0 or greater than allocated_storage_gb."
  }
}

variable "max_connections" {
  description = "Number of connections that the server accepts."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_connections >= 6 && var.max_connections <= 8388607
    error_message = "max_connections must be between 6 and 8388607."
  }
}

variable "monitoring" {
  description = "Interval of enhanced monitoring and the role that writes its metrics; null turns it off."
  type = object({
    interval_seconds = optional(number, 60)
    role_arn         = string
  })
  default = null

  validation {
    condition     = var.monitoring == null ? true : contains([1, 5, 10, 15, 30, 60], var.monitoring.interval_seconds)
    error_message = "monitoring.interval_seconds must be one of 1, 5, 10, 15, 30 and 60."
  }
}

variable "multi_az" {
  description = "Whether a standby in a second availability zone takes over when the first fails."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter, not end with a hyphen and not have two in a row."
  }
}

variable "parameters" {
  description = "Further parameters by name, or other values for those that the module sets."
  type = map(object({
    apply_method = optional(string, "immediate")
    value        = string
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for parameter in values(var.parameters) : contains(["immediate", "pending-reboot"], parameter.apply_method)
    ])
    error_message = "apply_method must be immediate or pending-reboot."
  }
}

variable "performance_insights_enabled" {
  description = "Whether Performance Insights records the load of the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "performance_insights_retention_days" {
  description = "Number of days that Performance Insights keeps its data."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition = (
      contains([7, 731], var.performance_insights_retention_days) ||
      (var.performance_insights_retention_days % 31 == 0 && var.performance_insights_retention_days >= 31 && var.performance_insights_retention_days <= 713)
    )
    error_message = "performance_insights_retention_days must be 7, 731 or a multiple of 31 up to 713."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role of the proxy may do; null sets none."
  type        = string
  default     = null
}

variable "port" {
  description = "Port that the server listens on."
  type        = number
  default     = 5432
  nullable    = false

  validation {
    condition     = var.port >= 1150 && var.port <= 65535
    error_message = "port must be between 1150 and 65535."
  }
}

variable "primary_tags" {
  description = "Tags added to the primary instance only, such as the one that a backup plan selects it by."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "proxy" {
  description = "Proxy that pools connections for proxy_users: its security groups and its limits; null makes none."
  type = object({
    borrow_timeout_seconds      = optional(number, 120)
    idle_client_timeout_seconds = optional(number, 1800)
    max_connections_percent     = optional(number, 90)
    security_group_ids          = list(string)
  })
  default = null

  validation {
    condition     = var.proxy == null || var.replicate_source == null
    error_message = "proxy needs a primary: RDS does not put one before a replica."
  }

  validation {
    condition     = var.proxy == null ? true : var.proxy.max_connections_percent >= 1 && var.proxy.max_connections_percent <= 100
    error_message = "max_connections_percent must be between 1 and 100."
  }

  validation {
    condition     = var.proxy == null ? true : var.proxy.borrow_timeout_seconds >= 0 && var.proxy.borrow_timeout_seconds <= 300
    error_message = "borrow_timeout_seconds must be between 0 and 300."
  }

  validation {
    condition     = var.proxy == null ? true : var.proxy.idle_client_timeout_seconds >= 1 && var.proxy.idle_client_timeout_seconds <= 28800
    error_message = "idle_client_timeout_seconds must be between 1 and 28800."
  }
}

variable "proxy_users" {
  description = "Users that the proxy signs in as, by a key of the caller, each with the secret that holds its name and its password, and the key of that secret. They have a password, so not the role rds_iam."
  type = map(object({
    kms_key    = optional(object({ arn = string }))
    secret_arn = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = (var.proxy == null) == (length(var.proxy_users) == 0)
    error_message = "proxy_users belong to a proxy, which needs a user at least."
  }
}

variable "replicas" {
  description = "Read replicas in the same region by name suffix; without an instance class of their own they take that of the primary."
  type = map(object({
    instance_class = optional(string)
    multi_az       = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.replicas) == 0 || !var.manage_master_user_password
    error_message = "replicas need manage_master_user_password = false, because RDS refuses to replicate an instance whose password it manages."
  }

  validation {
    condition     = length(var.replicas) == 0 || var.backup_retention_days > 0
    error_message = "replicas need a backup_retention_days greater than 0."
  }
}

variable "replicate_source" {
  description = "Instance in another region that this one replicates; null makes a primary."
  type = object({
    arn = string
  })
  default = null
}

variable "restore" {
  description = "Whence the instance is restored when it is made: a snapshot, or a point in time (null: the last) of an instance, or of the automated backups of one that is gone. It stays in place as long as the instance lives; null makes an empty one."
  type = object({
    snapshot_id = optional(string)
    point_in_time = optional(object({
      automated_backups_arn = optional(string)
      instance              = optional(string)
      time                  = optional(string)
    }))
  })
  default = null

  validation {
    condition     = var.restore == null ? true : (var.restore.snapshot_id == null) != (var.restore.point_in_time == null)
    error_message = "restore must name either a snapshot_id or a point_in_time."
  }

  validation {
    condition     = try(var.restore.point_in_time, null) == null ? true : (var.restore.point_in_time.instance == null) != (var.restore.point_in_time.automated_backups_arn == null)
    error_message = "point_in_time must name either an instance or automated_backups_arn."
  }

  validation {
    condition     = try(var.restore.point_in_time.time, null) == null ? true : can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.restore.point_in_time.time))
    error_message = "time must be in UTC, such as 2026-01-31T12:00:00Z."
  }

  validation {
    condition     = var.restore == null || var.replicate_source == null
    error_message = "restore cannot be combined with replicate_source."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  nullable    = false
}

variable "shared_buffers" {
  description = "Memory for shared buffers in pages of 8 kB, as a number or an RDS formula."
  type        = string
  default     = "{DBInstanceClassMemory/32768}"
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the instance is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "slow_query_ms" {
  description = "Milliseconds from which a statement is logged as slow; -1 logs none."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.slow_query_ms >= -1
    error_message = "slow_query_ms must be -1 or greater."
  }
}

variable "storage_throughput" {
  description = "Mebibytes a second of gp3; null leaves it to RDS."
  type        = number
  default     = null

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
  validation {
    condition     = var.storage_throughput == null || try(var.storage_type == "gp3" && var.allocated_storage_gb >= 400, false)
    error_message = "storage_throughput can be given with gp3 of 400 or more allocated_storage_gb only."
  }

  validation {
    condition     = var.storage_throughput == null || try(var.storage_throughput >= 500 && var.storage_throughput <= 4000, false)
    error_message = "storage_throughput must be between 500 and 4000."
  }

  validation {
    condition     = var.storage_throughput == null || try(var.storage_throughput <= coalesce(var.iops, 12000) / 4, false)
    error_message = "storage_throughput must not be more than a quarter of iops, which are 12000 when null."
  }
}

variable "storage_type" {
  description = "Type of the storage."
  type        = string
  default     = "gp3"
  nullable    = false

  validation {
    condition     = contains(["gp2", "gp3", "io1", "io2"], var.storage_type)
    error_message = "storage_type must be gp2, gp3, io1 or io2."
  }

  validation {
    condition     = !startswith(var.storage_type, "io") || var.allocated_storage_gb >= 100
    error_message = "storage_type io1 and io2 need 100 or more allocated_storage_gb."
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

variable "work_mem_kb" {
  description = "Kilobytes of memory for each sort or hash of a query."
  type        = number
  default     = 4096
  nullable    = false

  validation {
    condition     = var.work_mem_kb >= 64 && var.work_mem_kb <= 2147483647
    error_message = "work_mem_kb must be between 64 and 2147483647."
  }
}
