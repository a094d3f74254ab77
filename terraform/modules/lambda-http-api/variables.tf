variable "authorizers" {
  description = "Who vouches for callers, by a key of the caller: the issuer of their tokens (JWT), and the audiences of which one has to be in a token."
  type = map(object({
    audiences = list(string)
    issuer    = string
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  validation {
    condition     = alltrue([for authorizer in values(var.authorizers) : length(authorizer.audiences) >= 1 && length(authorizer.audiences) <= 50])
    error_message = "An authorizer must have 1 to 50 audiences, or it would admit tokens that were issued for others."
  }

  validation {
    condition     = alltrue([for authorizer in values(var.authorizers) : startswith(authorizer.issuer, "https://")])
    error_message = "An issuer must begin with https://, under which its keys are found."
  }
}

variable "backends" {
  description = "Listeners of load balancers in the VPC, by a key of the caller; with server_name the load balancer is reached by TLS and has to show a certificate for that name."
  type = map(object({
    listener_arn         = string
    server_name          = optional(string)
    timeout_milliseconds = optional(number, 30000)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for backend in values(var.backends) : backend.timeout_milliseconds >= 50 && backend.timeout_milliseconds <= 30000])
    error_message = "timeout_milliseconds of a backend must be between 50 and 30000."
  }

  validation {
    condition     = length(var.backends) == 0 || var.vpc_link != null
    error_message = "Backends need a vpc_link, through which they are reached."
  }
}

variable "cors" {
  description = "Web pages of which origins may call the API, with which methods and headers, and for how many seconds a browser remembers that; null admits none. API Gateway then ignores what functions say about it."
  type = object({
    allow_credentials = optional(bool, false)
    allow_headers     = optional(list(string), ["authorization", "content-type"])
    allow_methods     = optional(list(string), ["GET"])
    allow_origins     = list(string)
    expose_headers    = optional(list(string), [])
    max_age_seconds   = optional(number, 300)
  })
  default = null

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
  validation {
    condition     = var.cors == null ? true : var.cors_any_origin_allowed || alltrue([for origin in var.cors.allow_origins : can(regex("^https://[^*/]+$", origin))])
    error_message = "An origin must be https:// and a host, such as https://shop.example.com; others take cors_any_origin_allowed."
  }

  validation {
    condition     = var.cors == null ? true : !var.cors.allow_credentials || !contains(concat(var.cors.allow_headers, var.cors.allow_methods, var.cors.allow_origins, var.cors.expose_headers), "*")
    error_message = "With allow_credentials nothing may be *: browsers do not take it."
  }

  validation {
    condition     = var.cors == null ? true : alltrue([for method in var.cors.allow_methods : contains(["*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"], method)])
    error_message = "allow_methods must be of *, DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT."
  }

  validation {
    condition     = var.cors == null ? true : var.cors.max_age_seconds >= 0 && var.cors.max_age_seconds <= 86400
    error_message = "max_age_seconds must be between 0 and 86400."
  }
}

variable "cors_any_origin_allowed" {
  description = "Whether cors may name any origin: * for all pages of the world, or one without TLS, such as that of a developer's machine."
  type        = bool
  default     = false
  nullable    = false
}

variable "default_endpoint_enabled" {
  description = "Whether the API answers under the name that AWS gives it; null answers there as long as it has no domain."
  type        = bool
  default     = null
}

variable "description" {
  description = "Purpose of the API, shown in the console."
  type        = string
}

variable "detailed_metrics_enabled" {
  description = "Whether there are metrics for each route, at a price."
  type        = bool
  default     = true
  nullable    = false
}

variable "domains" {
  description = "Domains under which the API answers, by name, each with its certificate, of the same region, and the path under which the API is found; null is the root."
  type = map(object({
    certificate_arn = string
    path            = optional(string)
  }))
  default  = {}
  nullable = false
}

variable "functions" {
  description = "Functions by a key of the caller: name, and the invoke_arn of the function or, with alias, of that alias. A function ends before the API stops waiting for it."
  type = map(object({
    alias                = optional(string)
    invoke_arn           = string
    name                 = string
    timeout_milliseconds = optional(number, 30000)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  validation {
    condition     = alltrue([for function in values(var.functions) : function.timeout_milliseconds >= 50 && function.timeout_milliseconds <= 30000])
    error_message = "timeout_milliseconds of a function must be between 50 and 30000."
  }
}

variable "log_group_name" {
  description = "Name of the log group; null names it /aws/vendedlogs/apigateway/<name>."
  type        = string
  default     = null
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 64 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "routes" {
  description = "Routes by their key, such as GET /orders/{id}: the function or backend that answers, who may call (JWT with an authorizer and scopes, AWS_IAM, or NONE for everybody), and limits of its own."
  type = map(object({
    authorization = optional(string, "JWT")
    authorizer    = optional(string)
    backend       = optional(string)
    function      = optional(string)
    scopes        = optional(list(string))
    throttling = optional(object({
      burst_limit = number
      rate_limit  = number
    }))
  }))

  validation {
    condition     = alltrue([for key in keys(var.routes) : can(regex("^(\\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /.*)$", key))])
    error_message = "The key of a route must be $default, or a method or ANY and a path, such as GET /orders/{id}."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : contains(["AWS_IAM", "JWT", "NONE"], route.authorization)])
    error_message = "authorization must be AWS_IAM, JWT or NONE."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : (route.authorization == "JWT") == (route.authorizer != null)])
    error_message = "A route must name an authorizer, or say with authorization NONE that everybody may call it; AWS_IAM and NONE take none."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : route.authorizer == null ? true : contains(keys(var.authorizers), route.authorizer)])
    error_message = "The authorizer of a route must be a key of authorizers."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : route.scopes == null || route.authorizer != null])
    error_message = "Scopes are of tokens, so a route with scopes must have an authorizer."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : (route.function == null) != (route.backend == null)])
    error_message = "A route must name a function or a backend."
  }

  validation {
    condition = alltrue([
      for route in values(var.routes) :
      route.function == null ? true : contains(keys(var.functions), route.function)
    ])
    error_message = "The function of a route must be a key of functions."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : route.backend == null ? true : contains(keys(var.backends), route.backend)])
    error_message = "The backend of a route must be a key of backends."
  }

  # Browsers ask what they may before they sign in, and $default takes that too:
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
  validation {
    condition     = var.cors == null || try(var.routes["$default"].authorization, "NONE") == "NONE" || try(var.routes["OPTIONS /{proxy+}"].authorization, "") == "NONE"
    error_message = "With cors and a $default that not everybody may call, there must be a route OPTIONS /{proxy+} with authorization NONE."
  }

  validation {
    condition     = alltrue([for route in values(var.routes) : route.throttling == null ? true : route.throttling.burst_limit >= 1 && route.throttling.rate_limit >= 1])
    error_message = "The limits of a route must be 1 or greater, or it would let nothing through."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throttling" {
  description = "Requests a second that a route lets through (rate_limit), and how many at once (burst_limit); the others are answered with 429."
  type = object({
    burst_limit = optional(number, 100)
    rate_limit  = optional(number, 50)
  })
  default  = {}
  nullable = false

  # The limits of an account and region: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
  validation {
    condition     = var.throttling.burst_limit >= 1 && var.throttling.burst_limit <= 5000 && var.throttling.rate_limit >= 1 && var.throttling.rate_limit <= 10000
    error_message = "burst_limit must be between 1 and 5000, rate_limit between 1 and 10000."
  }
}

variable "vpc_link" {
  description = "Subnets and security groups in which the API reaches backends; null makes no link. One without requests for 60 days sleeps, and wakes within minutes."
  type = object({
    security_group_ids = list(string)
    subnet_ids         = list(string)
  })
  default = null

  validation {
    condition     = var.vpc_link == null ? true : length(var.vpc_link.security_group_ids) >= 1 && length(var.vpc_link.subnet_ids) >= 1
    error_message = "vpc_link needs a subnet and a security group at least."
  }
}
