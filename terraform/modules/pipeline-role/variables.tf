variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "identity_providers" {
  description = "Issuers of the tokens that pipelines show, by a name of your choice. An account has one provider for a URL: create = false uses the one that exists. Thumbprints are only for certificates of authorities that AWS does not know."
  type = map(object({
    audiences   = optional(set(string), ["sts.amazonaws.com"])
    create      = optional(bool, true)
    thumbprints = optional(list(string))
    url         = string
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for provider in values(var.identity_providers) :
      can(regex("^https://[a-z0-9.-]+\\.[a-z]{2,}(/[A-Za-z0-9._~-]+)*$", provider.url)) && length(provider.url) <= 255
    ])
    error_message = "The URL of an identity provider must begin with https://, have no port, query or slash at its end, and at most 255 characters."
  }

  validation {
    condition     = length(distinct([for provider in values(var.identity_providers) : provider.url])) == length(var.identity_providers)
    error_message = "Two identity providers must not have the same URL: an account has one for each."
  }

  validation {
    condition = alltrue([
      for provider in values(var.identity_providers) : length(provider.audiences) >= 1 && length(provider.audiences) <= 100
    ])
    error_message = "An identity provider must have 1 to 100 audiences."
  }

  validation {
    condition = alltrue(flatten([
      for provider in values(var.identity_providers) : provider.thumbprints == null ? [true] : [
        length(provider.thumbprints) >= 1 && length(provider.thumbprints) <= 5 &&
        alltrue([for thumbprint in provider.thumbprints : can(regex("^[0-9a-f]{40}$", thumbprint))])
      ]
    ]))
    error_message = "An identity provider must have 1 to 5 thumbprints of 40 lower-case hexadecimal digits, or null."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 32 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "path" {
  description = "Path of the roles, by which policies name all of them at once; another path makes other roles."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9.,+@=_-]+/)*$", var.path)) && length(var.path) <= 512
    error_message = "The path must begin and end with a slash, have letters, digits and .,+@=_- between slashes, and at most 512 characters."
  }
}

variable "roles" {
  description = "Roles of pipelines by the name that is appended to their prefix. Each is taken either by runs, whose token has one of the subjects word for word, or by callers, roles that show an external id or belong to an organisation. tag_session lets callers pass tags for the session, as the action of GitHub does unless told otherwise."
  type = map(object({
    callers = optional(object({
      external_id     = optional(string)
      organization_id = optional(string)
      role_arns       = set(string)
      tag_session     = optional(bool, false)
    }))
    description              = string
    inline_policies          = optional(map(string), {})
    managed_policy_arns      = optional(map(string), {})
    max_session_seconds      = optional(number, 3600)
    permissions_boundary_arn = optional(string)
    runs = optional(object({
      audiences         = optional(set(string), ["sts.amazonaws.com"])
      identity_provider = string
      subjects          = set(string)
    }))
  }))

  validation {
    condition     = alltrue([for key in keys(var.roles) : can(regex("^[a-z][a-z0-9-]{0,29}[a-z0-9]$", key))])
    error_message = "The name of a role must have 2 to 31 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : (role.runs == null) != (role.callers == null)])
    error_message = "Each role must have either runs or callers."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : role.runs == null ? true : contains(keys(var.identity_providers), role.runs.identity_provider)
    ])
    error_message = "The identity_provider of runs must be a key of identity_providers."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : role.runs == null ? true : (
        length(role.runs.subjects) > 0 && alltrue([for subject in role.runs.subjects : can(regex("^[^*?]+$", subject))])
      )
    ])
    error_message = "Runs must have subjects, each written out without wildcards, as in repo:owner/repository:ref:refs/heads/main."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : role.runs == null ? true : (
        length(role.runs.audiences) > 0 &&
        length(setsubtract(role.runs.audiences, try(var.identity_providers[role.runs.identity_provider].audiences, role.runs.audiences))) == 0
      )
    ])
    error_message = "Runs must have audiences, all of them among those of their identity provider."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : role.callers == null ? true : (
        length(role.callers.role_arns) > 0 &&
        alltrue([for arn in role.callers.role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[^*?]+$", arn))])
      )
    ])
    error_message = "Callers must have the ARNs of roles, without wildcards."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) :
      role.callers == null ? true : role.callers.external_id != null || role.callers.organization_id != null
    ])
    error_message = "Callers must show an external_id or belong to an organization_id."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : try(role.callers.external_id, null) == null ? true : (
        can(regex("^[A-Za-z0-9+=,.@:/-]+$", role.callers.external_id)) &&
        length(role.callers.external_id) >= 2 && length(role.callers.external_id) <= 1224
      )
    ])
    error_message = "An external_id must have 2 to 1224 letters, digits or +=,.@:/- characters."
  }

  validation {
    condition = alltrue([
      for role in values(var.roles) : try(role.callers.organization_id, null) == null ? true : (
        can(regex("^o-[a-z0-9]{10,32}$", role.callers.organization_id))
      )
    ])
    error_message = "An organization_id must be an id such as o-a1b2c3d4e5."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : role.max_session_seconds >= 3600 && role.max_session_seconds <= 43200])
    error_message = "max_session_seconds must be between 3600 and 43200."
  }

  validation {
    condition = alltrue(flatten([
      for role in values(var.roles) : [for arn in values(role.managed_policy_arns) : !endswith(arn, ":policy/AdministratorAccess")]
    ]))
    error_message = "managed_policy_arns must not contain AdministratorAccess; name what the pipeline needs."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
