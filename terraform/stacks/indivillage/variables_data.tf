variable "data_apply_immediately" {
  description = "Whether changes of database and Redis, such as another instance class, are made at once instead of in their maintenance windows. A new major version of Redis needs it."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_allocated_storage_gb" {
  description = "Storage of the database in GiB to begin with."
  type        = number
}

variable "database_backup_retention_days" {
  description = "Number of days that automated backups of the database are kept and that point-in-time recovery reaches back."
  type        = number
  default     = 30
  nullable    = false

  # Without them nothing could be recovered to a point in time, and no replica made.
  validation {
    condition     = var.database_backup_retention_days >= 1
    error_message = "The database keeps its backups for a day at least."
  }
}

variable "database_credentials_in_state" {
  description = "Whether name and password of the master are read by a data source, which keeps both in the state; false reads the password in passing."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_credentials_version" {
  description = "Number to raise to make a new password of the master, in the secret and in the database."
  type        = number
  default     = 1
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
  default     = "16"
  nullable    = false
}

variable "database_instance_class" {
  description = "Instance class of the database."
  type        = string
}

variable "database_iops" {
  description = "Operations a second of the database's storage; null leaves it to RDS, which takes another number from 400 GiB on only."
  type        = number
  default     = null

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
  validation {
    condition     = (var.database_iops == null && var.database_storage_throughput == null) || var.database_allocated_storage_gb >= 400
    error_message = "Operations and throughput of the storage can be chosen from 400 GiB on only: raise database_allocated_storage_gb."
  }
}

variable "database_major_version_upgrade" {
  description = "Whether database_engine_version may name a higher major version than the database has; the upgrade begins with the apply."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_master_username" {
  description = "Name of the master of the database, which stands in the secret beside the password."
  type        = string
  default     = "dbadmin"
  nullable    = false
}

variable "database_max_allocated_storage_gb" {
  description = "Storage in GiB up to which that of the database grows by itself."
  type        = number

  validation {
    condition     = var.database_max_allocated_storage_gb > var.database_allocated_storage_gb
    error_message = "The storage grows by itself: database_max_allocated_storage_gb must be above database_allocated_storage_gb."
  }
}

variable "database_monitoring_seconds" {
  description = "Seconds between two readings of enhanced monitoring, where enhanced_monitoring_enabled."
  type        = number
  default     = 60
  nullable    = false
}

variable "database_multi_az" {
  description = "Whether a standby of the database in a second availability zone takes over when the first fails."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_proxy_enabled" {
  description = "Whether a proxy pools the connections to the database; it is paid for by the hour."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_replica_count" {
  description = "Number of read replicas in the region of the database."
  type        = number
  default     = 0
  nullable    = false

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
  validation {
    condition     = var.database_replica_count >= 0 && var.database_replica_count <= 14
    error_message = "A database has 15 replicas at most, of which one is that of the replica region."
  }
}

variable "database_skip_final_snapshot" {
  description = "Whether the database is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_slow_query_ms" {
  description = "Milliseconds from which a statement is logged as slow."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.database_slow_query_ms >= 0
    error_message = "Slow statements are logged: give 0 milliseconds or more."
  }
}

variable "database_storage_throughput" {
  description = "MiB a second of the database's storage; null leaves it to RDS, which takes another number from 400 GiB on only."
  type        = number
  default     = null
}

variable "redis_engine_version" {
  description = "Version of Redis, such as 7.1 or 6.x."
  type        = string
  default     = "7.1"
  nullable    = false
}

variable "redis_maxmemory_policy" {
  description = "What Redis does when its memory is full; volatile-lru drops what has a lifetime, so what has none stays."
  type        = string
  default     = "volatile-lru"
  nullable    = false

  validation {
    condition     = contains(["allkeys-lru", "noeviction", "volatile-lru"], var.redis_maxmemory_policy)
    error_message = "redis_maxmemory_policy must be one of allkeys-lru, noeviction, volatile-lru."
  }
}

variable "redis_node_count" {
  description = "Number of Redis nodes, the primary included; a second one takes over from another zone when the first fails."
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
  default     = 7
  nullable    = false
}
