variable "data_apply_immediately" {
  description = "Whether changes of database and Redis are made at once instead of in their maintenance windows."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_allocated_storage_gb" {
  description = "Storage of the database in GiB; it grows to twice that by itself."
  type        = number
}

variable "database_backup_retention_days" {
  description = "Number of days that automated backups of the database are kept."
  type        = number
  default     = 7
  nullable    = false
}

variable "database_deletion_protection" {
  description = "Whether AWS refuses to delete the database."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_engine_version" {
  description = "Version of PostgreSQL; a major version alone takes its current minor version."
  type        = string
  default     = "15"
  nullable    = false
}

variable "database_instance_class" {
  description = "Instance class of the database."
  type        = string
}

variable "database_major_version_upgrade" {
  description = "Whether database_engine_version may name a higher major version than the database has; the upgrade begins with the apply."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_multi_az" {
  description = "Whether a standby of the database in a second availability zone takes over when the first fails."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_proxy_enabled" {
  description = "Whether a proxy pools the connections of the functions to the database; it is paid for by the hour."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_skip_final_snapshot" {
  description = "Whether the database is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "redis_engine_version" {
  description = "Version of Redis."
  type        = string
  default     = "7.1"
  nullable    = false
}

variable "redis_maxmemory_policy" {
  description = "What Redis does when its memory is full; volatile-lru drops what has a lifetime, so sessions without one stay."
  type        = string
  default     = "volatile-lru"
  nullable    = false

  validation {
    condition     = contains(["allkeys-lru", "noeviction", "volatile-lru"], var.redis_maxmemory_policy)
    error_message = "redis_maxmemory_policy must be one of allkeys-lru, noeviction, volatile-lru."
  }
}

variable "redis_node_count" {
  description = "Number of Redis nodes, the primary included; a second one takes over when the first fails."
  type        = number
}

variable "redis_node_type" {
  description = "Type of the Redis nodes."
  type        = string
}

variable "redis_skip_final_snapshot" {
  description = "Whether Redis is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "redis_snapshot_retention_days" {
  description = "Number of days that snapshots of Redis are kept."
  type        = number
  default     = 5
  nullable    = false
}
