variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs of the bucket of backups; null writes none."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "backups_bucket_force_destroy" {
  description = "Whether destroying the bucket of backups also deletes the objects in it."
  type        = bool
  default     = false
  nullable    = false
}

variable "configuration" {
  description = "Settings of the application that are no secret, by their name below parameter_path."
  type = map(object({
    description = string
    value       = string
  }))
  default  = {}
  nullable = false
}

variable "database" {
  description = "Where the database is: its identifier, host of the writer and of the readers, name and port."
  type = object({
    endpoint        = string
    identifier      = string
    name            = string
    port            = number
    reader_endpoint = string
  })
}

variable "environment" {
  description = "Environment, which is in the names of buckets: those are the same for all accounts."
  type        = string
}

variable "image_version" {
  description = "Tag of the image of the API, which knows its schema."
  type        = string
}

variable "kept_backup_days" {
  description = "Number of days that dumps of the database are kept."
  type        = number
  default     = 30
  nullable    = false
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

variable "master_secret_arn" {
  description = "ARN of the secret with the master password of the database; only the task of the schema reads it."
  type        = string
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

variable "repository_arn" {
  description = "ARN of the repository with the images of the API."
  type        = string
}

variable "repository_name" {
  description = "Name of the repository with the images of the API."
  type        = string
}

variable "rotation_function" {
  description = "Code of the function that rotates passwords; the version names the package."
  type = object({
    handler = optional(string, "lambda_function.lambda_handler")
    runtime = optional(string, "python3.13")
    version = string
  })
}

variable "security_group_ids" {
  description = "Identifiers of the security groups by name: tasks, functions."
  type        = map(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "users" {
  description = "Parts of the system that have a user of their own in the database; the secret of each is called <name>-<part>/database, the user <name>-<part> as far as MySQL's names reach."
  type        = set(string)
  default     = ["api", "api-function", "worker"]
  nullable    = false
}
