variable "calls" {
  description = "How the application calls AWS: seconds to connect and to wait for an answer, how often a call is tried, how it waits in between (standard or adaptive), and addresses of cloudwatch, s3, sns and sqs that are not the usual ones."
  type = object({
    connect_timeout_seconds = optional(number, 2)
    endpoints               = optional(map(string), {})
    max_attempts            = optional(number, 3)
    read_timeout_seconds    = optional(number, 5)
    retry_mode              = optional(string, "standard")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.calls.max_attempts >= 1 && var.calls.max_attempts <= 10
    error_message = "A call is tried 1 to 10 times."
  }

  validation {
    condition     = contains(["adaptive", "standard"], var.calls.retry_mode)
    error_message = "The retry mode must be one of adaptive, standard."
  }

  validation {
    condition     = alltrue([for address in values(var.calls.endpoints) : startswith(address, "https://")])
    error_message = "Addresses of services begin with https://."
  }

  validation {
    condition     = length(setsubtract(keys(var.calls.endpoints), ["cloudwatch", "s3", "sns", "sqs"])) == 0
    error_message = "Addresses can be given for cloudwatch, s3, sns and sqs."
  }
}
