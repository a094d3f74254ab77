variable "batch_size" {
  description = "Number of messages that the function gets at once at most."
  type        = number
  default     = 10
  nullable    = false

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= (var.fifo == null ? 10000 : 10)
    error_message = "batch_size must be between 1 and 10000, and of a FIFO queue between 1 and 10."
  }
}

variable "batching_window_seconds" {
  description = "Seconds that Lambda gathers messages for a batch; messages of a FIFO queue are not gathered."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300
    error_message = "batching_window_seconds must be between 0 and 300."
  }

  validation {
    condition     = var.batch_size <= 10 || var.batching_window_seconds >= 1
    error_message = "A batch_size of more than 10 needs batching_window_seconds of 1 or more."
  }
}

variable "dead_letters" {
  description = "After how many receives a message is moved to the dead-letter queue, and how many seconds it is kept there. Messages that find the function too busy count as received, too."
  type = object({
    max_receive_count         = optional(number, 5)
    message_retention_seconds = optional(number, 1209600)
  })
  default  = {}
  nullable = false
}

variable "enabled" {
  description = "Whether the function gets messages; while it does not, they wait in the queue."
  type        = bool
  default     = true
  nullable    = false
}

variable "fifo" {
  description = "Makes a queue that keeps the order within a message group: whether equal bodies are one message, and whether the throughput counts by group; null makes a standard queue."
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
  })
  default = null
}

variable "function" {
  description = "Function that works on the messages: its ARN or that of an alias, the name of its role, which gets the right to read the queue, and its timeout."
  type = object({
    arn             = string
    role_name       = string
    timeout_seconds = number
  })
  nullable = false

  validation {
    condition     = var.function.timeout_seconds >= 1 && var.function.timeout_seconds <= 900
    error_message = "timeout_seconds must be between 1 and 900."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null

  # An alias cannot be named in what the role may use.
  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, not an alias."
  }
}

variable "maximum_concurrency" {
  description = "Number of batches that the function works on at once at most; null leaves that to the function's own limit."
  type        = number
  default     = null

  validation {
    condition     = var.maximum_concurrency == null ? true : var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000
    error_message = "maximum_concurrency must be between 2 and 1000."
  }
}

variable "message_retention_seconds" {
  description = "Seconds that a message is kept when nobody takes it."
  type        = number
  default     = 345600
  nullable    = false
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  # With -dead-letters.fifo behind it: 80 characters.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,60}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 62 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "senders" {
  description = "AWS services that send to the queue, by a key of the caller, each with the ARNs that it sends for; roles of the account need their own policy only."
  type = map(object({
    service        = string
    source_account = optional(string)
    source_arns    = list(string)
  }))
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "visibility_timeout_seconds" {
  description = "Seconds that a received message stays hidden; null hides it for six times the function's timeout."
  type        = number
  default     = null

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  validation {
    condition     = var.visibility_timeout_seconds == null ? true : var.visibility_timeout_seconds >= var.function.timeout_seconds
    error_message = "visibility_timeout_seconds must not be shorter than the function's timeout, or Lambda refuses to read the queue."
  }
}
