variable "functions" {
  description = "Code and size of the functions api and worker; the pipeline uploads <function>/<version>.zip to packages_bucket first. provisioned_concurrency instances are kept warm, at a price by the hour."
  type = map(object({
    handler                 = optional(string, "app.handler")
    memory_mb               = optional(number, 512)
    provisioned_concurrency = optional(number, 0)
    runtime                 = optional(string, "python3.13")
    timeout_seconds         = number
    version                 = string
  }))

  validation {
    condition     = toset(keys(var.functions)) == toset(["api", "worker"])
    error_message = "The functions are api and worker."
  }

  # The API waits for 30 seconds and no longer.
  validation {
    condition     = try(var.functions["api"].timeout_seconds, 0) <= 29
    error_message = "The function api must end within 29 seconds: the API waits for 30."
  }
}

variable "lambda_concurrency_limit" {
  description = "Number of function instances that the account may run at once in the region; the alarm fires at 80 percent of it."
  type        = number
  default     = 1000
  nullable    = false
}

variable "packages_bucket" {
  description = "Bucket with the packages of the functions, which terraform/bootstrap makes."
  type        = string
}
