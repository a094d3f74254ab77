variable "database_allocated_storage_gb" {
  description = "Storage of the database in GiB, which counts once the copy is promoted; a copy has that of what it copies."
  type        = number
}

variable "database_backup_retention_days" {
  description = "Number of days that automated backups of the copy are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "database_engine_version" {
  description = "Version of PostgreSQL, as the stack indivillage has it."
  type        = string
  default     = "16"
  nullable    = false
}

variable "database_instance_class" {
  description = "Instance class of the copy, so large that it can serve everybody."
  type        = string
}

variable "database_max_allocated_storage_gb" {
  description = "Storage in GiB up to which that of the copy grows by itself."
  type        = number
}

variable "database_promoted" {
  description = "Whether the copy has been promoted to a database of its own (aws rds promote-read-replica); set after that, never instead of it."
  type        = bool
  default     = false
  nullable    = false
}

variable "redis_node_type" {
  description = "Type of the Redis nodes that are made when this region serves."
  type        = string
}
