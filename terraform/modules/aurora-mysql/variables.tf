variable "allow_major_version_upgrade" {
  description = "Whether a new major version in engine_version is installed; it needs apply_immediately, because the parameters of the old version are deleted in the same run."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.allow_major_version_upgrade || var.apply_immediately
    error_message = "allow_major_version_upgrade needs apply_immediately, or the instances still use the parameter group that Terraform deletes."
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
  description = "Number of days that backups are kept and that point-in-time recovery reaches back."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be between 1 and 35."
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

variable "cluster_tags" {
  description = "Tags added to the cluster only, such as the one that a backup plan selects it by."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "database_insights_mode" {
  description = "Mode of Database Insights: standard, or advanced, which costs more and keeps 15 months; null leaves what is, which on a new cluster is standard."
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
  description = "Name of the database made with the cluster; null makes none."
  type        = string
  default     = null

  # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  validation {
    condition     = var.database_name == null ? true : can(regex("^[a-zA-Z][a-zA-Z0-9_]{0,63}$", var.database_name))
    error_message = "database_name must have 1 to 64 letters, digits and underscores, and begin with a letter."
  }
}

variable "deletion_protection" {
  description = "Whether the cluster refuses to be deleted."
  type        = bool
  default     = true
  nullable    = false
}

variable "engine_version" {
  description = "Version of Aurora MySQL, such as 8.0.mysql_aurora.3.10.0; 8.0 alone takes the version that RDS prefers, and follows its minor versions."
  type        = string
  default     = "8.0"
  nullable    = false

  validation {
    condition     = can(regex("^8\\.0(\\.mysql_aurora\\.3\\.[0-9]{2}\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be 8.0, or whole, such as 8.0.mysql_aurora.3.10.0."
  }
}

variable "global_cluster" {
  description = "Global cluster of a primary in another region whose data this cluster takes over, by its identifier, and that region; null makes a cluster of its own. User, password and databases are those of the primary."
  type = object({
    id            = string
    source_region = string
  })
  default = null

  validation {
    condition     = var.global_cluster == null || var.kms_key_arn != null
    error_message = "global_cluster needs a kms_key_arn of its own region, because the primary is encrypted."
  }
}

variable "global_cluster_name" {
  description = "Name of the global cluster that is made with this cluster as its primary; null makes none."
  type        = string
  default     = null

  validation {
    condition     = var.global_cluster_name == null ? true : can(regex("^[a-z][a-z0-9-]{0,61}[a-z0-9]$", var.global_cluster_name))
    error_message = "global_cluster_name must have 2 to 63 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }

  validation {
    condition     = var.global_cluster_name == null || var.global_cluster == null
    error_message = "global_cluster_name is the primary's to give, so it cannot be combined with global_cluster."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
  validation {
    condition = var.global_cluster_name == null && var.global_cluster == null || alltrue([
      for instance in values(var.instances) : !can(regex("^db\\.t[0-9]", coalesce(instance.instance_class, var.instance_class)))
    ])
    error_message = "global_cluster_name and global_cluster need an instance_class other than those of t2, t3 and t4g."
  }
}

variable "iam_database_authentication_enabled" {
  description = "Whether users made with AWSAuthenticationPlugin sign in with tokens of IAM instead of a password."
  type        = bool
  default     = true
  nullable    = false
}

variable "instance_class" {
  description = "Class of the instances that have none of their own, such as db.r7g.large."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must begin with db."
  }
}

variable "instance_parameters" {
  description = "Further parameters of the instances by name, or other values for those that the module sets."
  type = map(object({
    apply_method = optional(string, "immediate")
    value        = string
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for parameter in values(var.instance_parameters) : contains(["immediate", "pending-reboot"], parameter.apply_method)
    ])
    error_message = "apply_method must be immediate or pending-reboot."
  }
}

variable "instances" {
  description = "Instances by name suffix: who takes over when the writer fails, lowest tier first, and a class of its own. Two or more are put into different zones."
  type = map(object({
    instance_class = optional(string)
    promotion_tier = optional(number, 1)
  }))
  default = {
    "1" = { promotion_tier = 1 }
    "2" = { promotion_tier = 2 }
  }
  nullable = false

  validation {
    condition     = length(var.instances) >= 1 && length(var.instances) <= 16
    error_message = "instances must be 1 to 16."
  }

  validation {
    condition     = alltrue([for key in keys(var.instances) : can(regex("^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$", key))])
    error_message = "Keys of instances must have 1 to 14 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen."
  }

  validation {
    condition = alltrue([
      for instance in values(var.instances) : contains(range(16), instance.promotion_tier)
    ])
    error_message = "promotion_tier must be a whole number between 0 and 15."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Engines.html
  validation {
    condition = !var.performance_insights_enabled || alltrue([
      for instance in values(var.instances) :
      !can(regex("^db\\.(t2|t3|t4g\\.micro|t4g\\.small)", coalesce(instance.instance_class, var.instance_class)))
    ])
    error_message = "instances of t2, t3 and micro and small ones of t4g have no Performance Insights: performance_insights_enabled must be false."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_exports" {
  description = "Logs that are sent to the log groups /aws/rds/cluster/<name>/<log>, which the caller makes beforehand."
  type        = list(string)
  default     = ["audit", "error", "slowquery"]
  nullable    = false

  validation {
    condition     = alltrue([for log in var.log_exports : contains(["audit", "error", "general", "iam-db-auth-error", "slowquery"], log)])
    error_message = "log_exports must contain only audit, error, general, iam-db-auth-error and slowquery."
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
    condition     = var.manage_master_user_password || var.master_password != null || var.global_cluster != null
    error_message = "manage_master_user_password = false needs master_password."
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
  validation {
    condition     = !var.manage_master_user_password || var.global_cluster_name == null
    error_message = "manage_master_user_password must be false for a global cluster, whose password RDS does not manage."
  }
}

variable "master_password" {
  description = "Master password of a cluster whose password RDS does not manage; it is sent once and never stored by Terraform."
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
    condition     = can(regex("^[a-z][a-z0-9_]{0,15}$", var.master_username)) && var.master_username != "rdsadmin"
    error_message = "master_username must have 1 to 16 lower-case letters, digits and underscores, begin with a letter and not be rdsadmin."
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

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter, not end with a hyphen and not have two in a row."
  }
}

variable "parameters" {
  description = "Further parameters of the cluster by name, or other values for those that the module sets."
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

variable "port" {
  description = "Port that the instances listen on."
  type        = number
  default     = 3306
  nullable    = false

  validation {
    condition     = var.port >= 1150 && var.port <= 65535
    error_message = "port must be between 1150 and 65535."
  }
}

variable "restore" {
  description = "Whence the cluster is restored when it is made: a snapshot, or a point in time (null: the last) of a cluster, or by its resource id of one that is gone. It stays in place as long as the cluster lives; null makes an empty one."
  type = object({
    snapshot_id = optional(string)
    point_in_time = optional(object({
      cluster             = optional(string)
      cluster_resource_id = optional(string)
      time                = optional(string)
    }))
  })
  default = null

  validation {
    condition     = var.restore == null ? true : (var.restore.snapshot_id == null) != (var.restore.point_in_time == null)
    error_message = "restore must name either a snapshot_id or a point_in_time."
  }

  validation {
    condition     = try(var.restore.point_in_time, null) == null ? true : (var.restore.point_in_time.cluster == null) != (var.restore.point_in_time.cluster_resource_id == null)
    error_message = "point_in_time must name either a cluster or a cluster_resource_id."
  }

  validation {
    condition     = try(var.restore.point_in_time.time, null) == null ? true : can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.restore.point_in_time.time))
    error_message = "time must be in UTC, such as 2026-01-31T12:00:00Z."
  }

  validation {
    condition     = var.restore == null || var.global_cluster == null
    error_message = "restore cannot be combined with global_cluster."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the cluster is deleted without a last snapshot."
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
    condition     = var.slow_query_ms >= -1 && var.slow_query_ms <= 31536000000
    error_message = "slow_query_ms must be between -1 and 31536000000."
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
