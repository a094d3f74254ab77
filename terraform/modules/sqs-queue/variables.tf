variable "dead_letters" {
  description = "After how many receives a message is moved to the dead-letter queue, and how many seconds it is kept there; null makes no such queue."
  type = object({
    max_receive_count         = optional(number, 5)
    message_retention_seconds = optional(number, 1209600)
  })
  default  = {}
  nullable = true

  validation {
    condition     = var.dead_letters == null ? true : var.dead_letters.max_receive_count >= 1 && var.dead_letters.max_receive_count <= 1000
    error_message = "max_receive_count must be between 1 and 1000."
  }

  validation {
    condition     = var.dead_letters == null ? true : var.dead_letters.message_retention_seconds <= 1209600
    error_message = "message_retention_seconds of dead letters must be 1209600 at most."
  }

  # The age of a message counts from its first arrival:
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
  validation {
    condition     = var.dead_letters == null ? true : var.dead_letters.message_retention_seconds >= var.message_retention_seconds
    error_message = "Dead letters must be kept at least as long as messages, because their age counts from the first arrival."
  }
}

variable "delay_seconds" {
  description = "Seconds that a new message stays hidden."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900
    error_message = "delay_seconds must be between 0 and 900."
  }
}

variable "fifo" {
  description = "Makes a queue that keeps the order within a message group: whether equal bodies are one message, and whether the throughput counts by group; null makes a standard queue."
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
  })
  default = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null

  # The policy of AWS's key admits no service:
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  validation {
    condition     = length(var.senders) == 0 || try(!endswith(var.kms_key_arn, "alias/aws/sqs"), true)
    error_message = "Senders need a kms_key_arn of your own or none, because services cannot use alias/aws/sqs."
  }
}

variable "max_message_bytes" {
  description = "Bytes that a message may have."
  type        = number
  default     = 262144
  nullable    = false

  validation {
    condition     = var.max_message_bytes >= 1024 && var.max_message_bytes <= 262144
    error_message = "max_message_bytes must be between 1024 and 262144."
  }
}

variable "message_retention_seconds" {
  description = "Seconds that a message is kept when nobody takes it."
  type        = number
  default     = 345600
  nullable    = false

  validation {
    condition     = var.message_retention_seconds >= 60 && var.message_retention_seconds <= 1209600
    error_message = "message_retention_seconds must be between 60 and 1209600."
  }
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

variable "receive_wait_seconds" {
  description = "Seconds that a receiver waits for a message; 0 answers at once, also with nothing."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.receive_wait_seconds >= 0 && var.receive_wait_seconds <= 20
    error_message = "receive_wait_seconds must be between 0 and 20."
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

  validation {
    condition     = alltrue([for sender in values(var.senders) : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com$", sender.service))])
    error_message = "The service of a sender must be a name that ends with .amazonaws.com."
  }

  validation {
    condition     = alltrue([for sender in values(var.senders) : length(sender.source_arns) > 0])
    error_message = "A sender must name the ARNs that it sends for, or anybody's bucket or topic could reach the queue."
  }

  # Of a bucket the ARN names none, and a deleted name is free for others:
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
  validation {
    condition = alltrue(flatten([
      for sender in values(var.senders) : [
        for arn in sender.source_arns : sender.source_account != null || can(regex("^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:", arn))
      ]
    ]))
    error_message = "The ARNs that a sender sends for must name an account, or source_account does: others have topics, rules and buckets, too."
  }

  validation {
    condition     = alltrue([for sender in values(var.senders) : sender.source_account == null || can(regex("^[0-9]{12}$", sender.source_account))])
    error_message = "source_account must be twelve digits."
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
  validation {
    condition     = var.fifo == null || alltrue([for sender in values(var.senders) : sender.service != "s3.amazonaws.com"])
    error_message = "S3 cannot send to a FIFO queue; let EventBridge take its events there."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "visibility_timeout_seconds" {
  description = "Seconds that a received message stays hidden from other receivers; six times the timeout of a function that reads the queue."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200
    error_message = "visibility_timeout_seconds must be between 0 and 43200."
  }
}
