variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "environment_variables" {
  description = "Plain values that the function gets as variables, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "event_source" {
  description = "Source of the events on the default bus that the function works on."
  type        = string
  default     = "sarc-ng.api"
  nullable    = false
}

variable "function" {
  description = "Code and size of the function; the version names the package."
  type = object({
    handler         = optional(string, "bootstrap")
    memory_mb       = optional(number, 512)
    runtime         = optional(string, "provided.al2023")
    timeout_seconds = optional(number, 60)
    version         = string
  })
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

variable "max_receive_count" {
  description = "Number of times that a message is tried before it is moved to the dead-letter queue."
  type        = number
  default     = 5
  nullable    = false
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

variable "private_subnet_ids" {
  description = "Identifiers of the private subnets."
  type        = list(string)
}

variable "region" {
  description = "AWS region that the resources are in."
  type        = string
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
