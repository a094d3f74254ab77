variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "allocated_storage_gb" {
  description = "Storage of an RDS instance in GiB; Aurora grows by itself."
  type        = number
  default     = 20
  nullable    = false
}

variable "apply_immediately" {
  description = "Whether changes are made at once instead of in the maintenance window."
  type        = bool
  default     = false
  nullable    = false
}

variable "backup_retention_days" {
  description = "Number of days that automated backups are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "backup_window" {
  description = "Daily window of the automated backup in UTC."
  type        = string
  default     = "03:00-06:00"
  nullable    = false
}

variable "database_name" {
  description = "Name of the database that is made with the server."
  type        = string
  default     = "sarcng"
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "engine_version" {
  description = "Version of MySQL, such as 8.4, or of Aurora MySQL, such as 8.0.mysql_aurora.3.10.0; null takes the default of the engine."
  type        = string
  default     = null
}

variable "global_cluster" {
  description = "Global cluster in another region whose data an Aurora cluster takes over, by its identifier, and that region; null makes a database of its own."
  type = object({
    id            = string
    source_region = string
  })
  default = null

  validation {
    condition     = var.global_cluster == null || var.is_aurora
    error_message = "Only Aurora joins a global cluster: is_aurora must be true."
  }
}

variable "global_cluster_name" {
  description = "Name of the global cluster that is made with an Aurora cluster as its primary; null makes none."
  type        = string
  default     = null

  validation {
    condition     = var.global_cluster_name == null || var.is_aurora
    error_message = "Only Aurora has a global cluster: is_aurora must be true."
  }
}

variable "instance_class" {
  description = "Class of the instance, and of the instances of Aurora that have none of their own."
  type        = string
}

variable "instances" {
  description = "Instances of Aurora by name suffix: who takes over when the writer fails, lowest tier first, and a class of its own."
  type = map(object({
    instance_class = optional(string)
    promotion_tier = optional(number, 1)
  }))
  default = {
    "1" = { promotion_tier = 1 }
    "2" = { promotion_tier = 2 }
  }
  nullable = false
}

variable "is_aurora" {
  description = "Whether the database is an Aurora cluster; false makes an RDS instance."
  type        = bool
}

variable "kms_data_key_arn" {
  description = "ARN of the key that encrypts the data and the master's secret."
  type        = string
}

variable "kms_logs_key_arn" {
  description = "ARN of the key that encrypts the log groups."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "maintenance_window" {
  description = "Weekly window of maintenance in UTC."
  type        = string
  default     = "mon:00:00-mon:03:00"
  nullable    = false
}

variable "master_password_version" {
  description = "Number to raise for another master password, where RDS does not rotate it because the cluster is global."
  type        = number
  default     = 1
  nullable    = false
}

variable "master_secret_arn" {
  description = "ARN of the copy of the primary's secret that a member has in its own region; null for a database of its own."
  type        = string
  default     = null
}

variable "master_secret_replica" {
  description = "Region that gets a copy of the master's secret of a global cluster, and the key that encrypts it there; null keeps it in its region."
  type = object({
    kms_key_arn = string
    region      = string
  })
  default = null

  validation {
    condition     = var.master_secret_replica == null || var.global_cluster_name != null
    error_message = "Only the master's secret of a global cluster is copied: master_secret_replica needs a global_cluster_name."
  }
}

variable "max_allocated_storage_gb" {
  description = "Storage in GiB up to which an RDS instance grows by itself."
  type        = number
  default     = 100
  nullable    = false
}

variable "multi_az" {
  description = "Whether an RDS instance has a standby in a second zone; Aurora has its instances for that."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "performance_insights_enabled" {
  description = "Whether Performance Insights records the load of the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "secret_recovery_window_days" {
  description = "Number of days in which the master's secret of a global cluster can be restored after it was deleted."
  type        = number
  default     = 30
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "skip_final_snapshot" {
  description = "Whether the database is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "slow_query_ms" {
  description = "Milliseconds from which a statement is logged as slow."
  type        = number
  default     = 1000
  nullable    = false
}

variable "subnet_ids" {
  description = "Identifiers of the database subnets."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
