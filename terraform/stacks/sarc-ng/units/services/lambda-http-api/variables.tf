variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "alarm_topic_name" {
  description = "Name of the topic that the alarms of a release notify; observability makes it."
  type        = string
}

variable "authorizer" {
  description = "Who vouches for callers: the issuer of their tokens (JWT) and the audiences of which one has to be in a token. Null leaves that to the function."
  type = object({
    audiences = list(string)
    issuer    = string
  })
  default = null
}

variable "certificate" {
  description = "Certificate of domain_name, without which the API does not answer under it."
  type = object({
    arn = string
  })
  default = null
}

variable "domain_name" {
  description = "Name that the API answers under; null leaves the name that AWS gives it."
  type        = string
  default     = null
}

variable "environment_variables" {
  description = "Plain values that the function gets as variables, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "function" {
  description = "Code and size of the function; the version names the package."
  type = object({
    handler                 = optional(string, "bootstrap")
    memory_mb               = optional(number, 512)
    provisioned_concurrency = optional(number, 0)
    runtime                 = optional(string, "provided.al2023")
    timeout_seconds         = optional(number, 29)
    version                 = string
  })

  validation {
    condition     = var.function.timeout_seconds <= 29
    error_message = "The function must end within 29 seconds: the API waits for 30."
  }
}

variable "kms_data_key_arn" {
  description = "ARN of the KMS key that encrypts data."
  type        = string
}

variable "kms_logs_key_arn" {
  description = "ARN of the KMS key that encrypts logs and alerts."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "packages_bucket" {
  description = "Bucket with the packages of the functions, which terraform/bootstrap makes; the pipeline puts <function>/<version>.zip there first."
  type        = string
}

variable "parameter_path" {
  description = "Path of the parameters that hold the configuration; everything below it may be read."
  type        = string
}

variable "policy_statements" {
  description = "What the function may do beyond reading its settings and its secret, by the identifier of the statement: actions, resources and conditions."
  type = map(object({
    actions = list(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
    resources = list(string)
  }))
  default  = {}
  nullable = false
}

variable "private_subnet_ids" {
  description = "Identifiers of the private subnets."
  type        = list(string)
}

variable "region" {
  description = "AWS region that the resources are in."
  type        = string
}

variable "release" {
  description = "How a release goes: whether CodeDeploy moves the alias, how many percent of the calls the new version gets first and for how many minutes, and from what error count and latency on an alarm takes it back."
  type = object({
    enabled              = optional(bool, true)
    error_threshold      = optional(number, 5)
    latency_milliseconds = optional(number, 3000)
    minutes              = optional(number, 5)
    percent              = optional(number, 10)
  })
  default  = {}
  nullable = false
}

variable "rotation" {
  description = "Function that changes the password of the database user: its ARN, the ARN of its role, and after how many days it does."
  type = object({
    days       = optional(number, 30)
    lambda_arn = string
    role_arn   = string
  })
}

variable "schema_role_arn" {
  description = "ARN of the role of the task that makes the users of the database; it reads their passwords."
  type        = string
}

variable "secrets_recovery_window_days" {
  description = "Number of days in which a deleted secret can be restored; 0 deletes at once."
  type        = number
  default     = 30
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups of the function."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "throttling" {
  description = "Requests a second that a route lets through (rate_limit), and how many at once (burst_limit)."
  type = object({
    burst_limit = optional(number, 100)
    rate_limit  = optional(number, 50)
  })
  default  = {}
  nullable = false
}
