variable "access_log_retention_days" {
  description = "Number of days that access logs of the load balancer and of buckets are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "account_baseline" {
  description = "Parts of the account's baseline that this stack owns in its region; false leaves one to whoever made it before, such as the organisation. An account or region has each of them once."
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

variable "account_baseline_secondary" {
  description = "Parts of the baseline that this stack owns in the secondary region; false leaves one to whoever made it before."
  type = object({
    access_analyzer = optional(bool, true)
    config          = optional(bool, true)
    guardduty       = optional(bool, true)
    security_hub    = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "buckets_force_destroy" {
  description = "Whether buckets are deleted with the objects in them."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
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
  description = "Who may take the roles deploy and plan of the pipeline: runs whose token has one of the subjects word for word, or roles of another account that show the external id."
  type = map(object({
    callers = optional(object({
      external_id = string
      role_arns   = set(string)
    }))
    subjects = optional(set(string), [])
  }))
}

variable "trail_retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false
}
