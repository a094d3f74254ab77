variable "account_baseline" {
  description = "Parts of the baseline that this root makes in the primary region; false leaves one to whoever made it before, such as AWS or the organisation. An account or region has each of them once."
  type = object({
    access_analyzer            = optional(bool, true)
    config                     = optional(bool, true)
    config_service_linked_role = optional(bool, true)
    guardduty                  = optional(bool, true)
    inspector                  = optional(bool, true)
    password_policy            = optional(bool, true)
    security_hub               = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "account_baseline_replica" {
  description = "Parts of the baseline that this root makes in the replica region; false leaves one to whoever made it before."
  type = object({
    access_analyzer = optional(bool, true)
    config          = optional(bool, true)
    guardduty       = optional(bool, true)
    inspector       = optional(bool, true)
    security_hub    = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "alert_email_addresses" {
  description = "Addresses that hear of what happens in the account, and of its costs; each confirms its subscription once."
  type        = set(string)

  validation {
    condition     = length(var.alert_email_addresses) > 0
    error_message = "Alerts need somebody who hears of them."
  }
}

variable "commitment_coverage_percent" {
  description = "Percent of the use of instances and of compute that reservations and savings plans are to cover; below, there is a notice. Null watches none, because nothing is bought."
  type        = number
  default     = null
}

variable "compute_optimizer_enabled" {
  description = "Whether Compute Optimizer looks for instances, tasks, functions and databases of the wrong size."
  type        = bool
  default     = true
  nullable    = false
}

variable "cost_anomaly_impact" {
  description = "Smallest unexpected cost, in US dollars, that is reported."
  type        = number
  default     = 20
  nullable    = false
}

variable "cost_anomaly_monitor" {
  description = "Monitor of all services that the account has already, because AWS or somebody else has made it; null makes one."
  type = object({
    arn = string
  })
  default = null
}

variable "cost_optimization_hub_enabled" {
  description = "Whether Cost Optimization Hub collects what would save money, reservations and savings plans among it."
  type        = bool
  default     = false
  nullable    = false
}

variable "cost_report_enabled" {
  description = "Whether costs and usage are written to a bucket, line by line."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment" {
  description = "Environment whose account this is, and the workspace that holds its state."
  type        = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment must be one of development, staging, production."
  }

  # Else the variables of one account would be applied to the resources of another.
  validation {
    condition     = terraform.workspace == var.environment
    error_message = "The workspace ${terraform.workspace} does not hold ${var.environment}: select it with 'terraform workspace select -or-create ${var.environment}'."
  }
}

variable "guardrails" {
  description = "Roots, organisational units or accounts, by names of one's own, that may work in the two regions only and keep what watches them; null makes none. Only the management account of an organisation can make them."
  type = object({
    target_ids       = map(string)
    exempt_role_arns = optional(set(string), [])
  })
  default = null
}

variable "incident_service_url" {
  description = "HTTPS integration URL of the incident service (PagerDuty) for what cannot wait; a secret, given as TF_VAR_incident_service_url. Null sends it to alert_email_addresses instead."
  type        = string
  default     = null
  sensitive   = true
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 365
  nullable    = false
}

variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}

variable "owner" {
  description = "Team or mailbox that answers for the resources."
  type        = string
  default     = "DevOps"
  nullable    = false
}

variable "project" {
  description = "Value of the tag Project."
  type        = string
  default     = "IndiVillage-Website"
  nullable    = false
}

variable "region" {
  description = "Region of the primary deployment."
  type        = string
  default     = "us-east-1"
  nullable    = false
}

variable "remediation_enabled" {
  description = "Whether AWS Config puts right by itself what some of its rules find: open SSH, and buckets that are not closed to the public."
  type        = bool
  default     = true
  nullable    = false
}

variable "replica_region" {
  description = "Region that holds the copies, and what takes over when the primary region is lost."
  type        = string
  default     = "us-west-2"
  nullable    = false

  validation {
    condition     = var.replica_region != var.region
    error_message = "The replica region must differ from the primary region."
  }
}

variable "saml_providers" {
  description = "Identity providers of the company that people sign in with, by name, each with its SAML metadata document."
  type = map(object({
    metadata_document = string
  }))
  default  = {}
  nullable = false
}

variable "system" {
  description = "Name of the baseline, the first part of every resource name."
  type        = string
  default     = "indivillage-base"
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trail_insights_enabled" {
  description = "Whether the trail looks for unusual rates of calls and errors, which is paid for by the event."
  type        = bool
  default     = false
  nullable    = false
}

variable "trail_retention_days" {
  description = "Number of days that the files of the trail are kept in its bucket."
  type        = number
  default     = 365
  nullable    = false
}
