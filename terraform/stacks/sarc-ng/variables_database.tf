variable "database_allocated_storage_gb" {
  description = "Storage of an RDS instance in GiB; Aurora grows by itself."
  type        = number
  default     = 20
  nullable    = false
}

variable "database_apply_immediately" {
  description = "Whether changes of the database are made at once instead of in the maintenance window."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_backup_retention_days" {
  description = "Number of days that automated backups of the database are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "database_deletion_protection" {
  description = "Whether AWS refuses to delete the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_engine_version" {
  description = "Version of MySQL, such as 8.4, or of Aurora MySQL, such as 8.0.mysql_aurora.3.10.0; null takes the default of the engine."
  type        = string
  default     = null
}

variable "database_global_name" {
  description = "Name of the global cluster that spans both regions, which takes Aurora and a secondary_network; null makes none."
  type        = string
  default     = null

  validation {
    condition     = var.database_global_name == null || var.secondary_network != null
    error_message = "A global cluster needs a secondary_network for its member in the secondary region."
  }
}

variable "database_instance_class" {
  description = "Class of the instance, and of the instances of Aurora that have none of their own."
  type        = string
}

variable "database_instances" {
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

variable "database_is_aurora" {
  description = "Whether the database is an Aurora cluster; false makes an RDS instance."
  type        = bool
}

variable "database_master_password_version" {
  description = "Number to raise for another master password, where RDS does not rotate it because the cluster is global."
  type        = number
  default     = 1
  nullable    = false
}

variable "database_max_allocated_storage_gb" {
  description = "Storage in GiB up to which an RDS instance grows by itself."
  type        = number
  default     = 100
  nullable    = false
}

variable "database_multi_az" {
  description = "Whether an RDS instance has a standby in a second zone; Aurora has its instances for that."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_performance_insights_enabled" {
  description = "Whether Performance Insights records the load of the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_secondary_instances" {
  description = "Instances of the member in the secondary region by name suffix; the first one takes over when the region does."
  type = map(object({
    instance_class = optional(string)
    promotion_tier = optional(number, 1)
  }))
  default = {
    "1" = { promotion_tier = 1 }
  }
  nullable = false
}

variable "database_skip_final_snapshot" {
  description = "Whether the database is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "secrets_recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false
}
