variable "aliases" {
  description = "Aliases by name: the version that each runs, null for the last one published, the share (0 to 1) of another version by its number, and the number of instances that are kept ready. With moved_by_codedeploy the version is only the one to begin with, and CodeDeploy moves the alias."
  type = map(object({
    moved_by_codedeploy     = optional(bool, false)
    provisioned_concurrency = optional(number, 0)
    version                 = optional(string)
    weights                 = optional(map(number), {})
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
  validation {
    condition     = alltrue([for alias in values(var.aliases) : length(alias.weights) <= 1])
    error_message = "An alias may send a share to one other version only."
  }

  validation {
    condition     = alltrue(flatten([for alias in values(var.aliases) : [for weight in values(alias.weights) : weight >= 0 && weight <= 1]]))
    error_message = "The weight of a version must be between 0 and 1."
  }

  validation {
    condition     = alltrue([for alias in values(var.aliases) : !alias.moved_by_codedeploy || length(alias.weights) == 0])
    error_message = "An alias that CodeDeploy moves has the weights that CodeDeploy gives it."
  }

  validation {
    condition     = alltrue([for alias in values(var.aliases) : alias.provisioned_concurrency >= 0])
    error_message = "provisioned_concurrency must be 0 or greater."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
  validation {
    condition     = var.reserved_concurrency < 0 || sum(concat([0], [for alias in values(var.aliases) : alias.provisioned_concurrency])) <= var.reserved_concurrency
    error_message = "Aliases cannot keep more instances ready than reserved_concurrency."
  }
}

variable "allow_deprecated_runtime" {
  description = "Whether runtime may also be one of those that AWS no longer patches; new functions with them are refused by AWS."
  type        = bool
  default     = false
  nullable    = false
}

variable "architecture" {
  description = "Processor that runs the function."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "asynchronous" {
  description = "How long and how often an event of an asynchronous call is tried; null leaves 6 hours and 2 retries."
  type = object({
    maximum_event_age_seconds = optional(number, 21600)
    maximum_retry_attempts    = optional(number, 2)
  })
  default = null

  validation {
    condition     = var.asynchronous == null ? true : var.asynchronous.maximum_event_age_seconds >= 60 && var.asynchronous.maximum_event_age_seconds <= 21600
    error_message = "maximum_event_age_seconds must be between 60 and 21600."
  }

  validation {
    condition     = var.asynchronous == null ? true : contains([0, 1, 2], var.asynchronous.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "dead_letter" {
  description = "Queue (service sqs) or topic (service sns) that takes the events of asynchronous calls that failed; null drops them. SQS takes its own: a queue that the function reads has a dead-letter queue itself."
  type = object({
    arn     = string
    service = optional(string, "sqs")
  })
  default = null

  validation {
    condition     = var.dead_letter == null ? true : contains(["sns", "sqs"], var.dead_letter.service)
    error_message = "The service of dead_letter must be sns or sqs."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
  validation {
    condition     = try(!endswith(var.dead_letter.arn, ".fifo"), true)
    error_message = "dead_letter must not be a FIFO queue or topic, to which Lambda cannot send."
  }
}

variable "description" {
  description = "Purpose of the function, shown in the console."
  type        = string
}

variable "environment_variables" {
  description = "Environment variables by name; secrets are passed by name or ARN, and read when the function runs."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name))])
    error_message = "Names of environment_variables must have 2 or more letters, digits and underscores and begin with a letter."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
  validation {
    condition = length(setintersection(keys(var.environment_variables), [
      "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
      "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    ])) == 0
    error_message = "environment_variables must not set a name that Lambda sets itself, such as AWS_REGION."
  }
}

variable "ephemeral_storage_mb" {
  description = "Megabytes of /tmp."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.ephemeral_storage_mb >= 512 && var.ephemeral_storage_mb <= 10240
    error_message = "ephemeral_storage_mb must be between 512 and 10240."
  }
}

variable "handler" {
  description = "What Lambda calls in the package, such as app.handler; null for an image."
  type        = string
  default     = null

  validation {
    condition     = (var.handler == null) == (var.package.image_uri != null)
    error_message = "handler belongs to a package of files, and not to an image."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the environment variables; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "layer_arns" {
  description = "ARNs of the versions of layers, in the order in which they are laid."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layer_arns) <= 5
    error_message = "layer_arns must be 5 at most."
  }
}

variable "log_group_name" {
  description = "Name of the log group; null names it /aws/lambda/<name>."
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

variable "memory_mb" {
  description = "Megabytes of memory, with which the share of a processor grows."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be between 128 and 10240."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "name must have 3 to 48 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "package" {
  description = "Where the code is: an object in a bucket, a file beside Terraform, or an image. With source_code_hash a new content is a new version."
  type = object({
    filename         = optional(string)
    image_uri        = optional(string)
    source_code_hash = optional(string)
    s3 = optional(object({
      bucket         = string
      key            = string
      object_version = optional(string)
    }))
  })
  nullable = false

  validation {
    condition     = length([for one in [var.package.filename, var.package.image_uri, try(var.package.s3.key, null)] : one if one != null]) == 1
    error_message = "package must name exactly one of filename, image_uri and s3."
  }
}

variable "permissions" {
  description = "AWS services that may call the function, by a key of the caller, each with the ARN that it calls for, and an alias where one is called."
  type = map(object({
    alias          = optional(string)
    service        = string
    source_account = optional(string)
    source_arn     = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for permission in values(var.permissions) : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com$", permission.service))])
    error_message = "The service of a permission must be a name that ends with .amazonaws.com."
  }

  # Of a bucket the ARN names none: https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
  validation {
    condition = alltrue([
      for permission in values(var.permissions) :
      permission.source_account != null || can(regex("^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:", permission.source_arn))
    ])
    error_message = "The source_arn of a permission must name an account, or source_account does: others have topics, rules and buckets, too."
  }

  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
  validation {
    condition     = alltrue([for permission in values(var.permissions) : permission.service != "events.amazonaws.com" || permission.source_account == null])
    error_message = "EventBridge does not call a function whose permission has a source_account: its source_arn names the account."
  }

  validation {
    condition     = alltrue([for permission in values(var.permissions) : permission.source_account == null || can(regex("^[0-9]{12}$", permission.source_account))])
    error_message = "source_account must be twelve digits."
  }

  validation {
    condition     = alltrue([for permission in values(var.permissions) : permission.alias == null ? true : contains(keys(var.aliases), permission.alias)])
    error_message = "The alias of a permission must be a key of aliases."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "policy_statements" {
  description = "What the code may do beyond what the settings imply, by the identifier of the statement: actions, resources and conditions."
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

  validation {
    condition     = alltrue([for key in keys(var.policy_statements) : can(regex("^[A-Za-z0-9]+$", key))])
    error_message = "The identifier of a statement must have letters and digits only."
  }

  validation {
    condition     = alltrue(flatten([for statement in values(var.policy_statements) : [for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z]", action))]]))
    error_message = "An action must name its service and begin with a word, such as s3:GetObject; * and s3:* are too much."
  }
}

variable "queue_kms_key_arns" {
  description = "ARNs of the KMS keys of the queues that the function reads, or leaves dead letters in."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "queues" {
  description = "SQS queues that the function reads, by a key of the caller. Their visibility timeout should be six times timeout_seconds; where it is given, Lambda's own limit is checked."
  type = map(object({
    alias                      = optional(string)
    arn                        = string
    batch_size                 = optional(number, 10)
    batching_window_seconds    = optional(number, 5)
    fifo                       = optional(bool, false)
    maximum_concurrency        = optional(number)
    visibility_timeout_seconds = optional(number)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.batch_size >= 1 && queue.batch_size <= (queue.fifo ? 10 : 10000)])
    error_message = "batch_size must be between 1 and 10000, and of a FIFO queue between 1 and 10."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.batching_window_seconds >= 0 && queue.batching_window_seconds <= 300])
    error_message = "batching_window_seconds must be between 0 and 300."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.batch_size <= 10 || queue.batching_window_seconds >= 1])
    error_message = "A batch_size of more than 10 needs batching_window_seconds of 1 or more."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.maximum_concurrency == null ? true : queue.maximum_concurrency >= 2 && queue.maximum_concurrency <= 1000])
    error_message = "maximum_concurrency must be between 2 and 1000."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.visibility_timeout_seconds == null ? true : queue.visibility_timeout_seconds >= var.timeout_seconds])
    error_message = "The visibility timeout of a queue must not be shorter than timeout_seconds, or Lambda refuses to read it."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.alias == null ? true : contains(keys(var.aliases), queue.alias)])
    error_message = "The alias of a queue must be a key of aliases."
  }
}

variable "reserved_concurrency" {
  description = "Number of instances that run at once at most, and that no other function takes; 0 stops the function, -1 shares those of the account."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= -1
    error_message = "reserved_concurrency must be -1 or greater."
  }
}

variable "runtime" {
  description = "Language and version that run the code; null for an image."
  type        = string
  default     = null

  # Those that AWS patches in November 2026: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
  validation {
    condition = var.runtime == null ? true : contains(concat(
      ["java11", "java17", "java21", "nodejs22.x", "provided.al2023", "python3.11", "python3.12", "python3.13", "ruby3.3", "ruby3.4"],
      var.allow_deprecated_runtime ? ["dotnet8", "nodejs14.x", "nodejs20.x", "python3.10"] : [],
    ), var.runtime)
    error_message = "runtime must be one that AWS patches: java11, java17, java21, nodejs22.x, provided.al2023, python3.11, python3.12, python3.13, ruby3.3 or ruby3.4; with allow_deprecated_runtime also dotnet8, nodejs14.x, nodejs20.x or python3.10."
  }

  validation {
    condition     = (var.runtime == null) == (var.package.image_uri != null)
    error_message = "runtime belongs to a package of files, and not to an image."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "timeout_seconds" {
  description = "Seconds after which Lambda ends a call."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be between 1 and 900."
  }
}

variable "tracing_enabled" {
  description = "Whether X-Ray traces calls also when the caller does not ask for it."
  type        = bool
  default     = true
  nullable    = false
}

variable "vpc" {
  description = "Subnets and security groups of the function; null leaves it outside of every VPC."
  type = object({
    security_group_ids = list(string)
    subnet_ids         = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.security_group_ids) >= 1 && length(var.vpc.subnet_ids) >= 1
    error_message = "vpc needs a subnet and a security group at least."
  }
}
