variable "api_keys" {
  description = "Keys by which callers are told apart, by a key of the caller, each with its usage plan. AWS makes the values, which then stand in the state."
  type = map(object({
    description = string
    enabled     = optional(bool, true)
    usage_plan  = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for api_key in values(var.api_keys) : contains(keys(var.usage_plans), api_key.usage_plan)])
    error_message = "The usage_plan of an API key must be a key of usage_plans."
  }
}

variable "authorizers" {
  description = "Who vouches for callers, by a key of the caller: the user pools of Cognito whose tokens are taken."
  type = map(object({
    user_pool_arns = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for authorizer in values(var.authorizers) : length(authorizer.user_pool_arns) >= 1])
    error_message = "An authorizer must have a user pool."
  }
}

variable "backends" {
  description = "What is behind the load balancer of vpc_link, by a key of the caller: the scheme, host and port (url) before the method's path; https asks for a certificate for the host."
  type = map(object({
    timeout_milliseconds = optional(number, 29000)
    url                  = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for backend in values(var.backends) : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", backend.url))])
    error_message = "The url of a backend must be a scheme, a host and a port at most, such as https://app.example.com."
  }

  validation {
    condition     = alltrue([for backend in values(var.backends) : backend.timeout_milliseconds >= 50 && backend.timeout_milliseconds <= 300000])
    error_message = "timeout_milliseconds of a backend must be between 50 and 300000."
  }

  validation {
    condition     = length(var.backends) == 0 || var.vpc_link != null
    error_message = "Backends need a vpc_link, through which they are reached."
  }
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
  description = "Whether there are metrics for each method, at a price."
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

  validation {
    condition     = length(var.domains) == 0 || var.private == null
    error_message = "A private API has no domains of its own here."
  }
}

variable "execution_log_level" {
  description = "What API Gateway writes about its own work on a request: OFF, ERROR or INFO."
  type        = string
  default     = "ERROR"
  nullable    = false

  validation {
    condition     = contains(["ERROR", "INFO", "OFF"], var.execution_log_level)
    error_message = "execution_log_level must be ERROR, INFO or OFF."
  }
}

variable "functions" {
  description = "Functions by a key of the caller: name, and the invoke_arn of the function or, with alias, of that alias. A function ends before the API stops waiting for it; more than 29 seconds take a raised quota of the account."
  type = map(object({
    alias                = optional(string)
    invoke_arn           = string
    name                 = string
    timeout_milliseconds = optional(number, 29000)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
  validation {
    condition     = alltrue([for function in values(var.functions) : function.timeout_milliseconds >= 50 && function.timeout_milliseconds <= 300000])
    error_message = "timeout_milliseconds of a function must be between 50 and 300000."
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

variable "manage_account_log_role" {
  description = "Whether the module makes the role with which API Gateway writes the logs of all APIs of the account in the region. One owner only: whoever takes it away ends the logs of the others."
  type        = bool
  default     = true
  nullable    = false
}

variable "methods" {
  description = "Methods by their key, such as GET /orders/{id}: the function or backend that answers, who may call (COGNITO_USER_POOLS with an authorizer and scopes, AWS_IAM, or NONE for everybody), whether a key is asked for, and what a request has to have."
  type = map(object({
    api_key_required       = optional(bool, false)
    authorization          = optional(string, "COGNITO_USER_POOLS")
    authorizer             = optional(string)
    backend                = optional(string)
    function               = optional(string)
    model                  = optional(string)
    required_headers       = optional(list(string), [])
    required_query_strings = optional(list(string), [])
    scopes                 = optional(list(string))
  }))

  validation {
    condition     = length(var.methods) > 0
    error_message = "An API must have a method, or API Gateway deploys nothing."
  }

  validation {
    condition     = alltrue([for key in keys(var.methods) : can(regex("^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /([^/ ]+(/[^/ ]+){0,3})?$", key))])
    error_message = "The key of a method must be an HTTP method or ANY and a path of 4 steps at most, such as GET /orders/{id}; {proxy+} stands for any further steps."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : contains(["AWS_IAM", "COGNITO_USER_POOLS", "NONE"], method.authorization)])
    error_message = "authorization must be AWS_IAM, COGNITO_USER_POOLS or NONE."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : (method.authorization == "COGNITO_USER_POOLS") == (method.authorizer != null)])
    error_message = "A method must name an authorizer, or say with authorization NONE that everybody may call it; AWS_IAM and NONE take none."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : method.authorizer == null ? true : contains(keys(var.authorizers), method.authorizer)])
    error_message = "The authorizer of a method must be a key of authorizers."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : method.scopes == null || method.authorizer != null])
    error_message = "Scopes are of tokens, so a method with scopes must have an authorizer."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : (method.function == null) != (method.backend == null)])
    error_message = "A method must name a function or a backend."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : method.function == null ? true : contains(keys(var.functions), method.function)])
    error_message = "The function of a method must be a key of functions."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : method.backend == null ? true : contains(keys(var.backends), method.backend)])
    error_message = "The backend of a method must be a key of backends."
  }

  validation {
    condition     = alltrue([for method in values(var.methods) : method.model == null ? true : contains(keys(var.models), method.model)])
    error_message = "The model of a method must be a key of models."
  }
}

variable "minimum_compression_bytes" {
  description = "Size from which on answers are compressed for callers that ask for it; null compresses none."
  type        = number
  default     = 1024
  nullable    = true

  validation {
    condition     = var.minimum_compression_bytes == null ? true : var.minimum_compression_bytes >= 0 && var.minimum_compression_bytes <= 10485760
    error_message = "minimum_compression_bytes must be between 0 and 10485760."
  }
}

variable "models" {
  description = "Shapes of bodies by name (letters and digits), each a JSON schema of draft 4; a body that does not fit is refused."
  type = map(object({
    schema = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key, model in var.models : can(regex("^[A-Za-z0-9]+$", key)) && can(jsondecode(model.schema))])
    error_message = "A model must have letters and digits as its name, and a JSON document as its schema."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 32 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role that writes the logs may do; null sets none."
  type        = string
  default     = null
}

variable "private" {
  description = "Interface endpoints (execute-api) by a key of the caller through which alone the API is reached; null makes an API that the internet reaches."
  type = object({
    vpc_endpoint_ids = map(string)
  })
  default = null

  validation {
    condition     = var.private == null ? true : length(var.private.vpc_endpoint_ids) >= 1
    error_message = "A private API needs an endpoint, or nobody reaches it."
  }
}

variable "stage_name" {
  description = "Name of the stage, with which the path of every URL begins."
  type        = string
  default     = "v1"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.stage_name))
    error_message = "stage_name must have 1 to 128 letters, digits, underscores and hyphens."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throttling" {
  description = "Requests a second that a method lets through (rate_limit), and how many at once (burst_limit); the others are answered with 429."
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

variable "tracing_enabled" {
  description = "Whether X-Ray traces requests."
  type        = bool
  default     = true
  nullable    = false
}

variable "usage_plans" {
  description = "Limits for the keys of a plan, by a key of the caller: requests a second (rate_limit), at once (burst_limit), and in a period of DAY, WEEK or MONTH (quota)."
  type = map(object({
    burst_limit = optional(number, 50)
    description = string
    quota = optional(object({
      limit  = number
      period = optional(string, "MONTH")
    }))
    rate_limit = optional(number, 25)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for plan in values(var.usage_plans) : plan.burst_limit >= 1 && plan.rate_limit >= 1])
    error_message = "The limits of a usage plan must be 1 or greater, or it would let nothing through."
  }

  validation {
    condition     = alltrue([for plan in values(var.usage_plans) : plan.quota == null ? true : plan.quota.limit >= 1 && contains(["DAY", "MONTH", "WEEK"], plan.quota.period)])
    error_message = "A quota must have a limit of 1 or greater and a period of DAY, WEEK or MONTH."
  }
}

variable "vpc_link" {
  description = "Network load balancer through which the API reaches backends; null makes no link."
  type = object({
    load_balancer_arn = string
  })
  default = null
}
