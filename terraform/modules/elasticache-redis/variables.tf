variable "anonymous_access_enabled" {
  description = "Whether everybody who reaches the cache may use it, without signing in."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = length(var.users) > 0 || var.auth_token != null || var.global_datastore != null || var.anonymous_access_enabled
    error_message = "users must be given, or an auth_token, unless anonymous_access_enabled lets everybody in who reaches the cache."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once instead of in the maintenance window. A new major version needs it, because the parameters of the old version are deleted in the same run."
  type        = bool
  default     = false
  nullable    = false
}

variable "auth_token" {
  description = "Password that all clients share. Terraform keeps it in its state, so prefer users; null is none."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.auth_token == null ? true : can(regex("^[[:alnum:]!&#$^<>-]{16,128}$", var.auth_token))
    error_message = "auth_token must have 16 to 128 letters, digits and the characters ! & # $ ^ < > -."
  }

  validation {
    condition     = var.auth_token == null || length(var.users) == 0
    error_message = "auth_token cannot be combined with users."
  }
}

variable "auto_minor_version_upgrade" {
  description = "Whether minor versions are installed in the maintenance window."
  type        = bool
  default     = true
  nullable    = false
}

variable "cluster_mode" {
  description = "Whether clients speak the cluster protocol: disabled, enabled with shards, or compatible, the step between on an existing cache, which takes either protocol. There is no way back."
  type        = string
  default     = "disabled"
  nullable    = false

  validation {
    condition     = contains(["compatible", "disabled", "enabled"], var.cluster_mode)
    error_message = "cluster_mode must be compatible, disabled or enabled."
  }

  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/modify-cluster-mode.html
  validation {
    condition     = var.cluster_mode != "compatible" || (var.node_count > 1 && !startswith(var.engine_version, "6."))
    error_message = "cluster_mode compatible needs more than one node and an engine_version of 7.0 or newer."
  }
}

variable "engine" {
  description = "Engine of the cache."
  type        = string
  default     = "redis"
  nullable    = false

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine must be redis or valkey."
  }
}

variable "engine_version" {
  description = "Version of the engine, such as 7.1."
  type        = string
  default     = "7.1"
  nullable    = false

  validation {
    condition     = can(regex("^(6\\.(x|[0-9]+)|[7-9]\\.[0-9]+)$", var.engine_version))
    error_message = "engine_version must be 6.x, 6.2 or newer, such as 7.1."
  }
}

variable "global_datastore" {
  description = "Global datastore of a primary in another region whose data this cache takes over, by its identifier; null makes a cache of its own. Engine, version, nodes, parameters and encryption are those of the primary."
  type = object({
    id = string
  })
  default = null

  validation {
    condition     = var.global_datastore == null || (var.auth_token == null && var.transit_encryption_mode == null)
    error_message = "global_datastore cannot be combined with auth_token or transit_encryption_mode, which are the primary's."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_group_names" {
  description = "Names of the log groups that receive the logs slow-log and engine-log."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for log in keys(var.log_group_names) : contains(["engine-log", "slow-log"], log)])
    error_message = "Keys of log_group_names must be engine-log or slow-log."
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

  # Begin and end of both windows as minutes of a day: the snapshot is taken on every day, so the day does not matter.
  validation {
    condition = try(alltrue([
      for times in [[
        for text in regexall("[0-9]{2}:[0-9]{2}", "${var.snapshot_window} ${var.maintenance_window}") :
        tonumber(substr(text, 0, 2)) * 60 + tonumber(substr(text, 3, 2))
      ]] :
      (times[0] - times[2] + 1440) % 1440 >= (times[3] - times[2] + 1440) % 1440 &&
      (times[2] - times[0] + 1440) % 1440 >= (times[1] - times[0] + 1440) % 1440
    ]), true)
    error_message = "maintenance_window must not overlap with snapshot_window."
  }

  validation {
    condition = try(alltrue([
      for times in [[
        for text in regexall("[0-9]{2}:[0-9]{2}", var.maintenance_window) : tonumber(substr(text, 0, 2)) * 60 + tonumber(substr(text, 3, 2))
      ]] : (times[1] - times[0] + 1440) % 1440 >= 60
    ]), true)
    error_message = "maintenance_window must have at least 60 minutes."
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

variable "node_count" {
  description = "Number of nodes, the primary included; more than one fails over across availability zones."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.node_count >= 1 && var.node_count <= 6
    error_message = "node_count must be between 1 and 6."
  }
}

variable "node_type" {
  description = "Type of the nodes, such as cache.t3.medium; null in a global datastore, where it is the primary's."
  type        = string
  default     = null

  validation {
    condition     = var.node_type == null ? true : startswith(var.node_type, "cache.")
    error_message = "node_type must begin with cache."
  }

  validation {
    condition     = (var.node_type == null) == (var.global_datastore != null)
    error_message = "node_type must be given, but not in a global datastore, where it is the primary's."
  }
}

variable "notification_topic_arn" {
  description = "ARN of the topic that ElastiCache tells what happens to the cache; it must not be encrypted (sns-topic with cache_events_enabled). null tells nobody."
  type        = string
  default     = null
}

variable "parameters" {
  description = "Further parameters by name, or other values for maxmemory-policy, tcp-keepalive and timeout."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "port" {
  description = "Port that the nodes listen on."
  type        = number
  default     = 6379
  nullable    = false

  validation {
    condition     = var.port >= 1024 && var.port <= 65535
    error_message = "port must be between 1024 and 65535."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  nullable    = false
}

variable "shard_count" {
  description = "Number of shards that the keys are spread over, each with node_count nodes; more than one needs cluster_mode enabled."
  type        = number
  default     = 1
  nullable    = false

  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.NodeGroups.html
  validation {
    condition     = var.shard_count >= 1 && var.shard_count * var.node_count <= 500
    error_message = "shard_count must be 1 or more, with 500 nodes in all shards at most."
  }

  validation {
    condition     = var.shard_count == 1 || var.cluster_mode == "enabled"
    error_message = "shard_count of more than 1 needs cluster_mode enabled."
  }
}

variable "skip_final_snapshot" {
  description = "Whether the cache is deleted without a last snapshot."
  type        = bool
  default     = false
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

variable "snapshot_window" {
  description = "Daily window of the snapshot in UTC, such as 03:00-04:00."
  type        = string
  default     = "03:00-04:00"
  nullable    = false

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.snapshot_window))
    error_message = "snapshot_window must be of the form hh:mm-hh:mm."
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

variable "transit_encryption_mode" {
  description = "Whether clients must use TLS (required) or are still being moved to it (preferred); null leaves what is, which on a new cache is required. Give required once all clients use TLS."
  type        = string
  default     = null

  validation {
    condition     = var.transit_encryption_mode == null ? true : contains(["preferred", "required"], var.transit_encryption_mode)
    error_message = "transit_encryption_mode must be preferred or required."
  }

  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html
  validation {
    condition     = var.transit_encryption_mode == null || !startswith(var.engine_version, "6.")
    error_message = "transit_encryption_mode needs an engine_version of 7.0 or newer."
  }
}

variable "users" {
  description = "Users that sign in with tokens of IAM instead of a password, by name suffix, with what they may do."
  type = map(object({
    access_string = optional(string, "on ~* &* +@all -@dangerous")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.users) == 0 || !startswith(var.engine_version, "6.")
    error_message = "users need an engine_version of 7.0 or newer."
  }

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
