variable "application_log_level" {
  description = "Level from which the parts of the application log: debug, info, warning or error."
  type        = string
  default     = "info"
  nullable    = false
}

variable "capacity" {
  description = "Numbers of instances by tier (app, web): idle, while the primary region serves, and active, when this one does."
  type = map(object({
    active = object({ max_count = number, min_count = number })
    idle   = object({ max_count = number, min_count = number })
  }))

  validation {
    condition     = toset(keys(var.capacity)) == toset(["app", "web"])
    error_message = "The tiers are app and web."
  }

  # Whoever waits for the first instance loses minutes of the hour that recovery may take; whoever has none finds out then whether one starts.
  validation {
    condition     = alltrue([for tier in values(var.capacity) : tier.idle.min_count >= 1 && tier.active.min_count >= tier.idle.min_count])
    error_message = "Each tier has an instance at least while it waits, and more when it serves."
  }
}

variable "calls" {
  description = "How the application calls AWS, as the stack indivillage has it: seconds to connect and to wait for an answer, how often a call is tried, how it waits in between."
  type = object({
    connect_timeout_seconds = optional(number, 2)
    max_attempts            = optional(number, 3)
    read_timeout_seconds    = optional(number, 5)
    retry_mode              = optional(string, "standard")
  })
  default  = {}
  nullable = false
}

variable "image_version" {
  description = "Tag of the images that the tasks run until a release has been recorded in this region."
  type        = string
}

variable "instance_type" {
  description = "Type of the instances of both tiers."
  type        = string
}

variable "services" {
  description = "Services of ECS by name: size of a task, and their numbers idle and active. api answers the internal balancer."
  type = map(object({
    active_count = number
    cpu          = number
    idle_count   = number
    memory       = number
  }))

  validation {
    condition     = toset(keys(var.services)) == toset(["api", "worker"])
    error_message = "The services are api and worker."
  }
}

variable "web_released" {
  description = "Whether the web tier has had its first release here. Until then the name of the origin does not lead here, and a server without a release is no failure; from then on it is."
  type        = bool
  default     = true
  nullable    = false
}
