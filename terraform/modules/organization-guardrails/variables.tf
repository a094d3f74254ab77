variable "allowed_regions" {
  description = "Regions in which accounts may work; what AWS has in one place for all regions is spared. Empty leaves the regions open."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.allowed_regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "Every region must be one of AWS, such as us-east-1."
  }
}

variable "denials" {
  description = "Further policies by name, at most two, because AWS attaches five to a target and its own counts: actions that accounts may not take, on resources, under conditions."
  type = map(object({
    actions     = set(string)
    description = string
    resources   = optional(set(string), ["*"])
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.denials) <= 2
    error_message = "There must be at most two denials: AWS attaches five policies to a target, FullAWSAccess and those of this module among them."
  }

  validation {
    condition = alltrue([
      for key in keys(var.denials) : can(regex("^[a-z][a-z0-9-]{0,31}$", key)) && !contains(["baseline", "regions"], key)
    ])
    error_message = "The names of denials must have at most 32 lower-case letters, digits or hyphens, begin with a letter, and be neither baseline nor regions."
  }

  validation {
    condition     = alltrue([for denial in values(var.denials) : length(denial.actions) > 0 && length(denial.resources) > 0])
    error_message = "A denial needs actions and resources."
  }

  validation {
    condition     = alltrue(flatten([for denial in values(var.denials) : [for action in denial.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9*]+$", action))]]))
    error_message = "The actions of a denial must be named, such as rds:DeleteDBInstance or s3:Delete*."
  }
}

variable "exempt_actions" {
  description = "Further actions that are spared from allowed_regions, such as those of a service whose only endpoint is elsewhere."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "exempt_role_arns" {
  description = "ARNs, or patterns of ARNs, of the roles that the guardrails spare, such as that of an emergency; nobody is spared from staying in the organisation."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.exempt_role_arns : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|[*]):role/[A-Za-z0-9+=,.@_/-]+[*]?$", arn))])
    error_message = "Every exempt role must be an ARN of a role with a name, in one account or (*) in all; only its end may be a pattern."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "root_users_denied" {
  description = "Whether the root users of the accounts may do nothing; false leaves them their rights, which a few tasks of AWS ask for."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_ids" {
  description = "Identifiers of what the guardrails hold for by names of one's own: the root, organisational units or accounts; those of parts of it hold anyway."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.target_ids) > 0
    error_message = "Guardrails must hold for something: name at least one target."
  }

  validation {
    condition     = alltrue([for id in values(var.target_ids) : can(regex("^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|[0-9]{12})$", id))])
    error_message = "Every target must be a root (r-…), an organisational unit (ou-…) or an account (twelve digits)."
  }
}
