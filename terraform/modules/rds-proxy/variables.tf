variable "borrow_timeout_seconds" {
  description = "Seconds that a client waits for a connection when all are taken."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.borrow_timeout_seconds >= 0 && var.borrow_timeout_seconds <= 300
    error_message = "borrow_timeout_seconds must be between 0 and 300."
  }
}

variable "database" {
  description = "Database that the proxy leads to: a cluster of Aurora or an instance, by its identifier."
  type = object({
    cluster_identifier  = optional(string)
    instance_identifier = optional(string)
  })
  nullable = false

  validation {
    condition     = (var.database.cluster_identifier == null) != (var.database.instance_identifier == null)
    error_message = "database must have either a cluster_identifier or an instance_identifier."
  }
}

variable "engine_family" {
  description = "Protocol of the database: MYSQL, also for MariaDB, or POSTGRESQL."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["MYSQL", "POSTGRESQL"], var.engine_family)
    error_message = "engine_family must be MYSQL or POSTGRESQL."
  }
}

variable "idle_client_timeout_seconds" {
  description = "Seconds after which the proxy closes the connection of a client that says nothing."
  type        = number
  default     = 1800
  nullable    = false

  validation {
    condition     = var.idle_client_timeout_seconds >= 1 && var.idle_client_timeout_seconds <= 28800
    error_message = "idle_client_timeout_seconds must be between 1 and 28800."
  }
}

variable "max_connections_percent" {
  description = "Percent of the connections of the database that the proxy may take."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.max_connections_percent >= 1 && var.max_connections_percent <= 100
    error_message = "max_connections_percent must be between 1 and 100."
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

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "reader_endpoint_enabled" {
  description = "Whether there is a second host name that leads to the readers of a cluster."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.reader_endpoint_enabled || var.database.cluster_identifier != null
    error_message = "reader_endpoint_enabled needs a cluster: an instance has no readers behind it."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
  nullable    = false
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

variable "users" {
  description = "Users that the proxy signs in as, by a key of the caller, each with the secret that holds its name and its password, and the key of that secret. They have a password, so they do not sign in to the database with IAM."
  type = map(object({
    kms_key    = optional(object({ arn = string }))
    secret_arn = string
  }))
  nullable = false

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.html
  validation {
    condition     = length(var.users) >= 1 && length(var.users) <= 200
    error_message = "users must be 1 to 200."
  }
}
