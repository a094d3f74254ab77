variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "cache_events_enabled" {
  description = "Whether ElastiCache publishes what happens to the account's caches; it publishes to topics only that are not encrypted, so the topic is not."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.cache_events_enabled || var.kms_key_arn == null
    error_message = "A topic with cache_events_enabled takes no kms_key_arn, because ElastiCache publishes to no encrypted topic: give its events a topic of their own."
  }
}

variable "display_name" {
  description = "Name that the receivers of e-mails and text messages see; null shows none."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 64 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "publisher_services" {
  description = "AWS services that may publish for this account, such as cloudwatch.amazonaws.com."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for service in var.publisher_services : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com$", service))])
    error_message = "The publisher services must be names that end with .amazonaws.com."
  }

  # The policy of AWS's key admits no other service: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  validation {
    condition     = length(var.publisher_services) == 0 || try(!endswith(var.kms_key_arn, "alias/aws/sns"), false)
    error_message = "The publisher services need a kms_key_arn of your own, because they cannot use the key that AWS manages."
  }
}

variable "sensitive_endpoints" {
  description = "Endpoints that are secret, such as an integration URL, by the key of the subscription that leaves its endpoint out."
  type        = map(string)
  default     = {}
  nullable    = false
  sensitive   = true
}

variable "subscriptions" {
  description = "Receivers by a key of the caller; an endpoint left out is taken from sensitive_endpoints."
  type = map(object({
    dead_letter_queue    = optional(object({ arn = string }))
    endpoint             = optional(string)
    filter_policy        = optional(string)
    filter_policy_scope  = optional(string, "MessageAttributes")
    protocol             = string
    raw_message_delivery = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for subscription in values(var.subscriptions) :
      contains(["email", "email-json", "https", "lambda", "sms", "sqs"], subscription.protocol)
    ])
    error_message = "The protocol must be one of email, email-json, https, lambda, sms, sqs."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : subscription.filter_policy == null || can(jsondecode(subscription.filter_policy))])
    error_message = "The filter policy must be a JSON document."
  }

  validation {
    condition = alltrue([
      for key, subscription in var.subscriptions :
      subscription.endpoint != null || contains(keys(nonsensitive(var.sensitive_endpoints)), key)
    ])
    error_message = "Every subscription must have an endpoint or an entry in sensitive_endpoints."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
