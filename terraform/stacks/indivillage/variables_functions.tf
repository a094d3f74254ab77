variable "api_timeout_seconds" {
  description = "Seconds that the function of the API has for an answer. The API waits for 29 seconds; more takes a raised quota of the account for regional APIs."
  type        = number
  default     = 29
  nullable    = false

  validation {
    condition     = var.api_timeout_seconds >= 1 && var.api_timeout_seconds <= 30
    error_message = "api_timeout_seconds must be between 1 and 30."
  }
}

variable "deprecated_runtimes_allowed" {
  description = "Whether function_runtimes may be such that AWS no longer patches; AWS refuses new functions with them."
  type        = bool
  default     = false
  nullable    = false
}

variable "function_batches" {
  description = "Messages that a function gets at once, and the seconds for which Lambda collects them."
  type = object({
    size           = optional(number, 10)
    window_seconds = optional(number, 5)
  })
  default  = {}
  nullable = false
}

variable "function_runtimes" {
  description = "Runtimes of the functions in JavaScript (node) and in Python."
  type = object({
    node   = optional(string, "nodejs22.x")
    python = optional(string, "python3.13")
  })
  default  = {}
  nullable = false
}

variable "functions" {
  description = "Memory of the functions, and the versions that were released: the pipeline uploads <function>/<version>.zip to packages_bucket first."
  type = map(object({
    memory_mb = optional(number, 1024)
    version   = string
  }))

  validation {
    condition     = toset(keys(var.functions)) == toset(["api", "background-tasks", "file-analyzer", "file-processor", "image-optimizer", "notifications"])
    error_message = "The functions are api, background-tasks, file-analyzer, file-processor, image-optimizer and notifications."
  }

  validation {
    condition     = alltrue([for function in values(var.functions) : function.memory_mb >= 1024 && function.memory_mb <= 2048])
    error_message = "memory_mb must be between 1024 and 2048."
  }
}

variable "nightly_schedule" {
  description = "When the functions tidy up, as rate(…) or cron(…) in UTC."
  type        = string
  default     = "cron(30 3 * * ? *)"
  nullable    = false
}

variable "packages_bucket" {
  description = "Bucket with the packages of the functions, which terraform/bootstrap makes."
  type        = string
}

variable "processing_timeout_seconds" {
  description = "Seconds that a function has to process what it was given; their queues hide messages for six times as long."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.processing_timeout_seconds >= 30 && var.processing_timeout_seconds <= 900
    error_message = "processing_timeout_seconds must be between 30 and 900."
  }
}
