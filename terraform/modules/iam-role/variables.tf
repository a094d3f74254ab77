variable "create_instance_profile" {
  description = "Whether EC2 instances can take the role through an instance profile of the same name."
  type        = bool
  default     = false
  nullable    = false
}

variable "description" {
  description = "Purpose of the role, shown in the console."
  type        = string
}

variable "inline_policies" {
  description = "Policies of this role alone, by policy name, as the JSON of an aws_iam_policy_document."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "managed_policy_arns" {
  description = "ARNs of the managed policies to attach, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.managed_policy_arns) : !endswith(arn, ":policy/AdministratorAccess")])
    error_message = "managed_policy_arns must not contain AdministratorAccess; name what the role needs."
  }
}

variable "max_session_seconds" {
  description = "Number of seconds after which a session of the role ends."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.max_session_seconds >= 3600 && var.max_session_seconds <= 43200
    error_message = "max_session_seconds must be between 3600 and 43200."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that caps the rights of the role; null sets no boundary."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trust" {
  description = "Who may take the role: AWS services by service principal, accounts by account id, OIDC providers by issuer host, SAML providers by a name of your choice."
  type = object({
    accounts = optional(map(object({
      external_id = optional(string)
      require_mfa = optional(bool, false)
    })), {})
    oidc = optional(map(object({
      audiences    = optional(list(string), ["sts.amazonaws.com"])
      provider_arn = string
      subjects     = list(string)
    })), {})
    saml = optional(map(object({
      audience     = optional(string, "https://signin.aws.amazon.com/saml")
      provider_arn = string
    })), {})
    services = optional(map(object({
      conditions = optional(list(object({
        test     = string
        variable = string
        values   = list(string)
      })), [])
    })), {})
  })
  nullable = false

  validation {
    condition = (
      length(var.trust.accounts) + length(var.trust.oidc) + length(var.trust.saml) + length(var.trust.services) > 0
    )
    error_message = "trust must name at least one of accounts, oidc, saml and services."
  }

  validation {
    condition     = alltrue([for account in keys(var.trust.accounts) : can(regex("^[0-9]{12}$", account))])
    error_message = "Keys of trust.accounts must be account ids of twelve digits."
  }

  validation {
    condition     = alltrue([for account in values(var.trust.accounts) : account.external_id != null || account.require_mfa])
    error_message = "Each of trust.accounts must set external_id or require_mfa."
  }

  validation {
    condition = alltrue([
      for provider in values(var.trust.oidc) :
      length(provider.subjects) > 0 && alltrue([
        for subject in provider.subjects : can(regex("^([^*?]+|[^*?:/]+[:/][^*?:/]+[:/][^*?:/]+[:/].*)$", subject))
      ])
    ])
    error_message = "Each of trust.oidc must name subjects whose first three parts are written out, as in repo:owner/repository:*."
  }
}
