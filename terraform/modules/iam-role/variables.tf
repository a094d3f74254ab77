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

variable "path" {
  description = "Path of the role and its instance profile, by which policies name many roles at once; another path makes another role."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9.,+@=_-]+/)*$", var.path)) && length(var.path) <= 512
    error_message = "path must begin and end with a slash, have letters, digits and .,+@=_- between slashes, and at most 512 characters."
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
  description = "Who may take the role: AWS services by service principal, accounts by account id, organisations by their id, OIDC providers by issuer host, roles and SAML providers by a name of your choice. tag_session lets them pass tags for the session."
  type = object({
    accounts = optional(map(object({
      external_id = optional(string)
      require_mfa = optional(bool, false)
      tag_session = optional(bool, false)
    })), {})
    oidc = optional(map(object({
      audiences    = optional(list(string), ["sts.amazonaws.com"])
      provider_arn = string
      subjects     = list(string)
      tag_session  = optional(bool, false)
    })), {})
    organizations = optional(map(object({
      role_names  = set(string)
      tag_session = optional(bool, false)
    })), {})
    roles = optional(map(object({
      arn         = string
      external_id = optional(string)
      tag_session = optional(bool, false)
    })), {})
    saml = optional(map(object({
      audience     = optional(string, "https://signin.aws.amazon.com/saml")
      provider_arn = string
      tag_session  = optional(bool, false)
    })), {})
    services = optional(map(object({
      conditions = optional(list(object({
        test     = string
        variable = string
        values   = list(string)
      })), [])
      tag_session = optional(bool, false)
    })), {})
  })
  nullable = false

  validation {
    condition     = anytrue([for parties in values(var.trust) : length(parties) > 0])
    error_message = "trust must name at least one of accounts, oidc, organizations, roles, saml and services."
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

  validation {
    condition     = alltrue([for role in values(var.trust.roles) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[^*?]+$", role.arn))])
    error_message = "Each of trust.roles must have the ARN of one role, without wildcards."
  }

  validation {
    condition     = alltrue([for organization in keys(var.trust.organizations) : can(regex("^o-[a-z0-9]{10,32}$", organization))])
    error_message = "Keys of trust.organizations must be ids such as o-a1b2c3d4e5."
  }

  validation {
    condition = alltrue([
      for organization in values(var.trust.organizations) :
      length(organization.role_names) > 0 && alltrue([for role in organization.role_names : can(regex("^[A-Za-z0-9.,+@=_/-]+$", role))])
    ])
    error_message = "Each of trust.organizations must name its roles, with their path and without wildcards."
  }
}
