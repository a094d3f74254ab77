variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "administrator_arns" {
  description = "ARNs of the principals that manage the key without using it, the one that runs Terraform among them; empty leaves that to the account's IAM policies."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.administrator_arns, "*")
    error_message = "administrator_arns must name principals; \"*\" is not allowed."
  }
}

variable "deletion_window_days" {
  description = "Number of days between the order to delete the key and its deletion."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be between 7 and 30."
  }
}

variable "description" {
  description = "Purpose of the key, shown in the console."
  type        = string
}

variable "multi_region" {
  description = "Whether the key can be replicated to other regions; it cannot be changed later."
  type        = bool
  default     = false
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "service_principals" {
  description = "AWS services that may use the key, by service principal, or by a name of your choice with principal; without conditions a service may act for this account only."
  type = map(object({
    actions = optional(list(string), ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"])
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
    principal = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key, service in var.service_principals : endswith(coalesce(service.principal, key), ".amazonaws.com")])
    error_message = "service_principals must name service principals that end with .amazonaws.com, as keys or as principal."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "user_arns" {
  description = "ARNs of the principals that encrypt and decrypt with the key."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.user_arns, "*")
    error_message = "user_arns must name principals; \"*\" is not allowed."
  }
}

variable "via_services" {
  description = "Service endpoints, such as rds.us-east-1.amazonaws.com, through which principals of the account may use the key; that of ElastiCache brings its second name along."
  type        = list(string)
  default     = []
  nullable    = false
}
