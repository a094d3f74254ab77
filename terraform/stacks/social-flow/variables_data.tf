variable "data_apply_immediately" {
  description = "Whether changes of database and Redis are made at once instead of in their maintenance windows. A new major version of Redis needs it."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_allocated_storage_gb" {
  description = "Gigabytes of storage that the database begins with."
  type        = number
  default     = 20
  nullable    = false
}

variable "database_backup_retention_days" {
  description = "Number of days that backups of the database are kept and that point-in-time recovery reaches back."
  type        = number
  default     = 7
  nullable    = false
}

variable "database_deletion_protection" {
  description = "Whether the database refuses to be deleted."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_engine_version" {
  description = "Version of PostgreSQL; a major version alone follows its minor versions."
  type        = string
  default     = "15"
  nullable    = false
}

variable "database_instance_class" {
  description = "Class of the database instance."
  type        = string
}

variable "database_maintenance_window" {
  description = "Weekly window, in UTC, in which changes of the database are made that do not have to be made at once; apart from its backups at 03:00."
  type        = string
  default     = "sun:05:00-sun:06:00"
  nullable    = false
}

variable "database_major_version_upgrade" {
  description = "Whether a new major version in database_engine_version is installed, at once and with an interruption; true for that one apply."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_master_password" {
  description = "Master password, needed only with database_replicas; given through the environment and never stored by Terraform."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true
}

variable "database_master_password_version" {
  description = "Number to raise when database_master_password has changed."
  type        = number
  default     = 1
  nullable    = false
}

variable "database_max_allocated_storage_gb" {
  description = "Gigabytes up to which the storage of the database grows by itself."
  type        = number
  default     = 100
  nullable    = false
}

variable "database_max_connections" {
  description = "Number of connections that the database accepts; the alarm rings at 80 percent of it."
  type        = number
  default     = 100
  nullable    = false
}

variable "database_monitoring_seconds" {
  description = "Seconds between two readings of enhanced monitoring; 0 turns it off."
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

variable "database_replicas" {
  description = "Read replicas of the database by name suffix; they need database_master_password and database_rotation."
  type = map(object({
    instance_class = optional(string)
    multi_az       = optional(bool, false)
  }))
  default  = {}
  nullable = false
}

variable "database_rotation" {
  description = "Function that rotates the master password of a database with replicas, the role that it works with, and every how many days; RDS itself rotates that of a database without."
  type = object({
    days         = optional(number, 7)
    function_arn = string
    role_arn     = string
  })
  default = null

  # RDS does not replicate an instance whose password it manages, so nobody would rotate it any more:
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  validation {
    condition     = (var.database_rotation != null) == (length(var.database_replicas) > 0)
    error_message = "database_rotation goes with database_replicas: RDS rotates the password of a database without replicas, and of no other."
  }
}

variable "database_shared_buffers" {
  description = "Memory for shared buffers in pages of 8 kB, as a number or an RDS formula."
  type        = string
  default     = "{DBInstanceClassMemory/32768}"
  nullable    = false
}

variable "database_skip_final_snapshot" {
  description = "Whether the database is deleted without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_work_mem_kb" {
  description = "Kilobytes of memory for each sort or hash of a query."
  type        = number
  default     = 4096
  nullable    = false
}

variable "redis_auth_token" {
  description = "Token of the secret redis-auth for clients that cannot sign in with IAM; Terraform keeps it in its state. null uses IAM."
  type        = string
  default     = null
  sensitive   = true
}

variable "redis_engine_version" {
  description = "Version of Redis."
  type        = string
  default     = "7.1"
  nullable    = false
}

variable "redis_maintenance_window" {
  description = "Weekly window, in UTC, in which changes of Redis are made that do not have to be made at once; apart from its snapshots at 03:00."
  type        = string
  default     = "sun:05:00-sun:06:00"
  nullable    = false
}

variable "redis_maxmemory_policy" {
  description = "What Redis does when its memory is full; noeviction refuses writes, allkeys-lru drops keys, queued tasks among them."
  type        = string
  default     = "noeviction"
  nullable    = false

  validation {
    condition     = contains(["allkeys-lru", "noeviction", "volatile-lru"], var.redis_maxmemory_policy)
    error_message = "redis_maxmemory_policy must be one of allkeys-lru, noeviction, volatile-lru."
  }
}

variable "redis_node_count" {
  description = "Number of Redis nodes, the primary included."
  type        = number
  default     = 2
  nullable    = false
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
