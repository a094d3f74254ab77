variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "incident_service_url" {
  description = "HTTPS integration URL of the incident service, such as PagerDuty, for the routes that use it."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.incident_service_url == null || can(regex("^https://", var.incident_service_url))
    error_message = "The URL of the incident service must begin with https://."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; AWS services cannot publish to a topic without a key of your own."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role for Slack may do; null sets none."
  type        = string
  default     = null
}

variable "publisher_services" {
  description = "AWS services that may publish for this account, such as cloudwatch.amazonaws.com."
  type        = set(string)
  default     = ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
  nullable    = false
}

variable "routes" {
  description = "Receivers by severity: e-mail, text message, a Slack channel and the incident service."
  type = map(object({
    display_name     = optional(string)
    email_addresses  = optional(set(string), [])
    incident_service = optional(bool, false)
    slack            = optional(object({ channel_id = string }))
    sms_numbers      = optional(set(string), [])
  }))

  validation {
    condition     = alltrue([for severity in keys(var.routes) : can(regex("^[a-z]{2,15}$", severity))])
    error_message = "A severity must have 2 to 15 lower-case letters."
  }

  validation {
    condition = alltrue([
      for route in values(var.routes) :
      length(route.email_addresses) > 0 || length(route.sms_numbers) > 0 || route.incident_service || route.slack != null
    ])
    error_message = "Every severity must have a receiver, or its alerts reach nobody."
  }

  validation {
    condition     = var.incident_service_url != null || !anytrue([for route in values(var.routes) : route.incident_service])
    error_message = "The URL of the incident service must be given when a route uses it."
  }

  validation {
    condition     = var.slack_team_id != null || alltrue([for route in values(var.routes) : route.slack == null])
    error_message = "The Slack workspace must be given when a route has a Slack channel."
  }

  validation {
    condition = alltrue(flatten([
      for route in values(var.routes) : [for address in route.email_addresses : can(regex("^[^@ ]+@[^@ ]+$", address))]
    ]))
    error_message = "The e-mail addresses must have the form name@domain."
  }

  validation {
    condition = alltrue(flatten([
      for route in values(var.routes) : [for number in route.sms_numbers : can(regex("^\\+[1-9][0-9]{6,14}$", number))]
    ]))
    error_message = "The telephone numbers must have the form +15550100, with the country first."
  }
}

variable "slack_team_id" {
  description = "Identifier of the Slack workspace, authorised once by hand in the account; null without Slack channels."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
