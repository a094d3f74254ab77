variable "clients" {
  description = "Applications by name: where they are called back after signing in and out, what they ask for, by which identity providers and whether with a password one signs in, and how long tokens hold. generate_secret is for those that keep one on a server; it stands in the state."
  type = map(object({
    callback_urls      = optional(list(string), [])
    generate_secret    = optional(bool, false)
    identity_providers = optional(list(string), [])
    logout_urls        = optional(list(string), [])
    password_sign_in   = optional(bool, true)
    refresh_days       = optional(number, 30)
    scopes             = optional(list(string), ["email", "openid", "profile"])
    token_minutes      = optional(number, 60)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue(flatten([
      for client in values(var.clients) : [
        for url in concat(client.callback_urls, client.logout_urls) : can(regex("^(https://[^*#]+|http://localhost(:[0-9]+)?(/[^*#]*)?)$", url))
      ]
    ]))
    error_message = "callback_urls and logout_urls must begin with https:// or http://localhost, without * and #."
  }

  validation {
    condition     = alltrue([for client in values(var.clients) : client.token_minutes >= 5 && client.token_minutes <= 1440])
    error_message = "token_minutes must be between 5 and 1440."
  }

  validation {
    condition     = alltrue([for client in values(var.clients) : client.refresh_days >= 1 && client.refresh_days <= 3650])
    error_message = "refresh_days must be between 1 and 3650."
  }

  validation {
    condition     = alltrue(flatten([for client in values(var.clients) : [for key in client.identity_providers : contains(keys(var.identity_providers), key)]]))
    error_message = "The identity_providers of a client must be keys of identity_providers."
  }

  validation {
    condition     = alltrue([for client in values(var.clients) : client.password_sign_in || length(client.identity_providers) > 0])
    error_message = "A client without password_sign_in needs an identity provider."
  }
}

variable "deletion_protection" {
  description = "Whether the instance refuses to be deleted."
  type        = bool
  default     = true
  nullable    = false
}

variable "domain" {
  description = "Where people sign in: a name of one's own, whose certificate is in us-east-1, or, without certificate_arn, the first part of a name below amazoncognito.com. null makes none."
  type = object({
    certificate_arn = optional(string)
    name            = string
  })
  default = null

  # https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
  validation {
    condition     = var.domain == null ? true : var.domain.certificate_arn != null || (can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.domain.name)) && length(regexall("aws|amazon|cognito", var.domain.name)) == 0)
    error_message = "A domain without certificate_arn must have a name of 1 to 63 lower-case letters, digits and hyphens, without aws, amazon or cognito."
  }
}

variable "email" {
  description = "Identity of SES by which mails are sent, and the sender; null sends 50 a day by Cognito's own."
  type = object({
    from         = string
    identity_arn = string
  })
  default = null
}

variable "groups" {
  description = "Groups of people by name; the lowest precedence wins, and its role is taken where a person is in several."
  type = map(object({
    description = string
    precedence  = optional(number)
    role_arn    = optional(string)
  }))
  default  = {}
  nullable = false
}

variable "identity_pool" {
  description = "Gives people who have signed in credentials of AWS, for what the statements allow, by their identifier; null gives none."
  type = object({
    policy_statements = map(object({
      actions = list(string)
      conditions = optional(list(object({
        test     = string
        variable = string
        values   = list(string)
      })), [])
      resources = list(string)
    }))
  })
  default = null

  validation {
    condition     = var.identity_pool == null ? true : length(var.identity_pool.policy_statements) > 0 && alltrue([for key in keys(var.identity_pool.policy_statements) : can(regex("^[A-Za-z0-9]+$", key))])
    error_message = "An identity_pool must have statements, whose identifiers have letters and digits only."
  }

  validation {
    condition     = var.identity_pool == null ? true : alltrue(flatten([for statement in values(var.identity_pool.policy_statements) : [for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z]", action))]]))
    error_message = "An action must name its service and begin with a word, such as s3:GetObject; * and s3:* are too much."
  }
}

variable "identity_provider_secrets" {
  description = "Secrets by name of the identity provider: client_secret or, of Apple, private_key. The provider keeps them in the state: encrypt it."
  type        = map(map(string))
  default     = {}
  nullable    = false
  sensitive   = true
}

variable "identity_providers" {
  description = "By whom people sign in as well, by name: Facebook, Google, LoginWithAmazon and SignInWithApple bear the name of their type, others are of the type OIDC. details are the provider's own (client_id, and what differs from AWS's defaults)."
  type = map(object({
    attribute_mapping = optional(map(string))
    details           = map(string)
    type              = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for provider in values(var.identity_providers) : contains(["Facebook", "Google", "LoginWithAmazon", "OIDC", "SignInWithApple"], provider.type)])
    error_message = "The type of an identity provider must be Facebook, Google, LoginWithAmazon, OIDC or SignInWithApple."
  }

  validation {
    condition     = alltrue([for name, provider in var.identity_providers : provider.type == "OIDC" || name == provider.type])
    error_message = "An identity provider of a social network must bear the name of its type."
  }

  validation {
    condition     = alltrue([for provider in values(var.identity_providers) : length(setintersection(keys(provider.details), ["client_secret", "private_key"])) == 0])
    error_message = "Secrets belong to identity_provider_secrets, which are not shown."
  }

  validation {
    condition     = length(var.identity_providers) == 0 || var.domain != null
    error_message = "Identity providers need a domain, to which they send people back."
  }
}

variable "mfa" {
  description = "Whether people who sign in with a password need a code of an application as well: ON, OPTIONAL or OFF."
  type        = string
  default     = "ON"
  nullable    = false

  validation {
    condition     = contains(["OFF", "ON", "OPTIONAL"], var.mfa)
    error_message = "mfa must be ON, OPTIONAL or OFF."
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

variable "password_policy" {
  description = "Length of passwords, how many former ones may not come again (not in the tier LITE), and how many days a first one holds."
  type = object({
    minimum_length = optional(number, 14)
    remembered     = optional(number, 5)
    temporary_days = optional(number, 7)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.password_policy.minimum_length >= 8 && var.password_policy.minimum_length <= 99
    error_message = "minimum_length must be between 8 and 99."
  }

  validation {
    condition     = var.password_policy.remembered >= 0 && var.password_policy.remembered <= 24
    error_message = "remembered must be between 0 and 24."
  }

  validation {
    condition     = var.password_policy.temporary_days >= 1 && var.password_policy.temporary_days <= 365
    error_message = "temporary_days must be between 1 and 365."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "self_registration_enabled" {
  description = "Whether anybody may make an account; otherwise somebody makes it for them."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tier" {
  description = "Features of the user pool, each at a price: LITE, ESSENTIALS, or PLUS, which also stops sign-ins that look like those of somebody else."
  type        = string
  default     = "ESSENTIALS"
  nullable    = false

  validation {
    condition     = contains(["ESSENTIALS", "LITE", "PLUS"], var.tier)
    error_message = "tier must be LITE, ESSENTIALS or PLUS."
  }
}
