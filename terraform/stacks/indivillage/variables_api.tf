variable "api_callers" {
  description = "Callers of the API by name, each with a key, and the usage plan that limits it. AWS makes the keys, which then stand in the state."
  type = map(object({
    description = string
    usage_plan  = optional(string, "partners")
  }))
  default = {
    web = { description = "The pages of IndiVillage.", usage_plan = "own" }
  }
  nullable = false
}

variable "api_compression_bytes" {
  description = "Size from which on answers of the API are compressed for callers that ask for it."
  type        = number
  default     = 1024
  nullable    = false
}

variable "api_private_enabled" {
  description = "Whether the API is reached from the VPC alone, through an endpoint of its own; it then has no name of the domain."
  type        = bool
  default     = false
  nullable    = false
}

variable "api_throttling" {
  description = "Requests a second that a method of the API lets through (rate_limit), and how many at once (burst_limit)."
  type = object({
    burst_limit = optional(number, 200)
    rate_limit  = optional(number, 100)
  })
  default  = {}
  nullable = false
}

variable "api_usage_plans" {
  description = "Usage plans of the API by name: requests a second, at once, and in a period of DAY, WEEK or MONTH."
  type = map(object({
    burst_limit = optional(number, 50)
    description = string
    quota = optional(object({
      limit  = number
      period = optional(string, "MONTH")
    }))
    rate_limit = optional(number, 25)
  }))
  default = {
    own      = { description = "Our own pages.", burst_limit = 200, rate_limit = 100 }
    partners = { description = "Systems of partners.", quota = { limit = 1000000 } }
  }
  nullable = false
}

variable "cognito" {
  description = "People who sign in to the API: groups by name, where pages are called back, and identity providers (Google, Facebook, LoginWithAmazon, SignInWithApple or any of OpenID Connect); null leaves the sign-in to the application."
  type = object({
    callback_urls       = list(string)
    deletion_protection = optional(bool, true)
    groups = optional(map(object({
      description = string
      precedence  = optional(number)
    })), { clients = { description = "People of clients." }, staff = { description = "People of IndiVillage.", precedence = 1 } })
    identity_providers = optional(map(object({
      attribute_mapping = optional(map(string))
      details           = map(string)
      type              = string
    })), {})
    logout_urls = optional(list(string), [])
  })
  default = null
}

variable "cognito_provider_secrets" {
  description = "Secrets of the identity providers by name, such as client_secret; the provider of AWS keeps them in the state."
  type        = map(map(string))
  default     = {}
  nullable    = false
  sensitive   = true
}

variable "manage_api_log_role" {
  description = "Whether this stack makes the role with which API Gateway writes the logs of all APIs of the account in the region; one owner only."
  type        = bool
  default     = true
  nullable    = false
}
