variable "celery_app" {
  description = "Python path of the Celery application that worker and beat run."
  type        = string
  default     = "app.celery"
  nullable    = false
}

variable "container_insights" {
  description = "Level of Container Insights: enabled, enhanced or disabled."
  type        = string
  default     = "enabled"
  nullable    = false
}

variable "image_version" {
  description = "Version of the application's image: a tag that never moves, or a digest that begins with sha256:."
  type        = string

  validation {
    condition     = var.image_version != "latest" && can(regex("^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$", var.image_version))
    error_message = "The image version must be a tag other than latest, or a digest such as sha256:0f6b…"
  }
}

variable "queue_depth_per_worker" {
  description = "Number of waiting jobs, on average, above which a worker is added."
  type        = number
  default     = 100
  nullable    = false
}

variable "requests_per_target" {
  description = "Number of requests a minute and task above which a task is added."
  type        = number
  default     = 1000
  nullable    = false
}

variable "services" {
  description = "CPU units, MiB of memory and number of tasks by service: app, worker, beat. With a max_count the service scales up to it."
  type = map(object({
    count     = number
    cpu       = number
    max_count = optional(number)
    memory    = number
  }))

  validation {
    condition     = toset(keys(var.services)) == toset(["app", "beat", "worker"])
    error_message = "The services must be app, beat and worker."
  }
}
