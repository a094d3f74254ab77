variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "alb_arn_suffix" {
  description = "Part of the ARN of the load balancer that CloudWatch metrics use as the dimension LoadBalancer."
  type        = string
}

variable "alb_name" {
  description = "Name of the load balancer."
  type        = string
}

variable "alert_email_addresses" {
  description = "E-mail addresses that get the alerts."
  type        = set(string)
}

variable "api_errors_threshold" {
  description = "Responses with an error of the load balancer in five minutes beyond which an alarm fires."
  type        = number
  default     = 10
  nullable    = false
}

variable "billing_metrics_enabled" {
  description = "Whether the estimated charges are shown on the dashboard and watched; the account has to have billing alerts enabled, and the metric is in us-east-1 only."
  type        = bool
  default     = true
  nullable    = false
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
}

variable "cost_allocation_tags" {
  description = "Tags that costs are told apart by; only the account that pays can activate them. Empty leaves that to it."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "cpu_threshold" {
  description = "Percent of CPU beyond which an alarm fires, of a service and of the database."
  type        = number
  default     = 80
  nullable    = false
}

variable "database_connections_threshold" {
  description = "Number of connections to the database beyond which an alarm fires."
  type        = number
  default     = 80
  nullable    = false
}

variable "database_identifier" {
  description = "Identifier of the database instance or of the Aurora cluster."
  type        = string
}

variable "function_names" {
  description = "Names of the functions."
  type        = set(string)
}

variable "is_aurora" {
  description = "Whether the database is an Aurora cluster."
  type        = bool
}

variable "kms_logs_key_arn" {
  description = "ARN of the KMS key that encrypts logs and alerts."
  type        = string
}

variable "log_group_names" {
  description = "Names of the log groups by what they hold: api, function, error and slowquery of the database."
  type        = map(string)
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
}

variable "monthly_budget" {
  description = "Costs of a month, in US dollars, that the budget allows."
  type        = number
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "queue_names" {
  description = "Names of the dead-letter queues."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "region" {
  description = "AWS region that the resources are in."
  type        = string
}

variable "service_names" {
  description = "Names of the services of the cluster."
  type        = set(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
