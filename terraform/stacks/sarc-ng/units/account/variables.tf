variable "access_log_retention_days" {
  description = "Number of days that access logs of the load balancer and of buckets are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "account_baseline" {
  description = "Parts of the account's baseline that this unit owns in its region; false leaves one to whoever made it before, such as the organisation. An account or region has each of them once."
  type = object({
    access_analyzer            = optional(bool, true)
    config                     = optional(bool, true)
    config_service_linked_role = optional(bool, true)
    guardduty                  = optional(bool, true)
    inspector                  = optional(bool, true)
    password_policy            = optional(bool, true)
    security_hub               = optional(bool, true)
    trail                      = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "buckets_force_destroy" {
  description = "Whether buckets are deleted with the objects in them."
  type        = bool
  default     = false
  nullable    = false
}

variable "config_recorder_name" {
  description = "Name of the configuration recorder of the primary region, which has to be there before that of a further one; null in the primary region."
  type        = string
  default     = null
}

variable "cost_anomaly_addresses" {
  description = "E-mail addresses that are told of unusual costs; empty leaves it to the organisation."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "cost_anomaly_monitor" {
  description = "Monitor of the costs of all services that the account has already; null makes it."
  type = object({
    arn = string
  })
  default = null
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string
}

variable "is_primary" {
  description = "Whether the unit owns what an account has once; false in a further region, which it only watches."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.is_primary || length(var.pipeline_trust) == 0
    error_message = "Roles are the account's, so pipeline_trust must be empty where is_primary is false."
  }
}

variable "kms_logs_key_arn" {
  description = "ARN of the key that encrypts the log groups and the trail."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "pipeline_issuer" {
  description = "Issuer of the tokens that runs of the pipeline show. An account has one provider for it: create = false uses the one that exists."
  type = object({
    audience = optional(string, "sts.amazonaws.com")
    create   = optional(bool, true)
    url      = optional(string, "https://token.actions.githubusercontent.com")
  })
  default  = {}
  nullable = false
}

variable "pipeline_trust" {
  description = "Who may take the roles deploy and plan of the pipeline: runs whose token has one of the subjects word for word, or roles of another account that show the external id. Empty makes no roles, as in a further region of the account."
  type = map(object({
    callers = optional(object({
      external_id = string
      role_arns   = set(string)
    }))
    subjects = optional(set(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.pipeline_trust), ["deploy", "plan"])) == 0
    error_message = "The pipeline has the roles deploy and plan."
  }

  validation {
    condition     = alltrue([for trust in values(var.pipeline_trust) : (length(trust.subjects) > 0) != (trust.callers != null)])
    error_message = "A role of the pipeline must have either subjects or callers."
  }
}

variable "region" {
  description = "Region that the resources are in."
  type        = string
}

variable "state" {
  description = "Where the state of Terraform lies, for the role that plans: prefix of the bucket, before the account id."
  type = object({
    bucket_prefix = optional(string, "terraform-state")
  })
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trail_retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false
}
