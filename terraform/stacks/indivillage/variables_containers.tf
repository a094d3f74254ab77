variable "kept_images" {
  description = "Number of images that each repository keeps, the newest ones: how far back a release can go."
  type        = number
  default     = 5
  nullable    = false
}

variable "scheduled_tasks" {
  description = "Tasks that the clock starts in containers: command in the image of the worker, and when, as rate(…) or cron(…) in UTC."
  type = map(object({
    command     = list(string)
    description = string
    schedule    = string
  }))
  default = {
    daily-report  = { command = ["python", "-m", "tasks.report"], description = "Sums up the day before.", schedule = "cron(0 4 * * ? *)" }
    session-sweep = { command = ["python", "-m", "tasks.sweep"], description = "Removes sessions that have ended.", schedule = "rate(1 hour)" }
  }
  nullable = false
}

variable "services" {
  description = "Services of the application tier, api and worker: CPU units and MiB of a task, number of tasks, version of the image, and what the number follows: CPU in percent, requests a minute (api) and waiting messages (worker) for each task, and the clock."
  type = map(object({
    count           = number
    cpu             = number
    cpu_target      = optional(number, 70)
    max_count       = number
    memory          = number
    messages_target = optional(number, 20)
    requests_target = optional(number, 600)
    schedules = optional(map(object({
      max_count = number
      min_count = number
      schedule  = string
      timezone  = optional(string, "UTC")
    })), {})
    version = string
  }))

  validation {
    condition     = toset(keys(var.services)) == toset(["api", "worker"])
    error_message = "The services are api and worker."
  }
}

variable "trace_sidecar_image" {
  description = "Image of X-Ray's daemon or of an OpenTelemetry collector that runs beside each container and takes its traces on; null runs none."
  type        = string
  default     = null
}
