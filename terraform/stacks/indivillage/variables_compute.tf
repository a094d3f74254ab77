variable "app_health_check" {
  description = "How the internal balancer finds out whether a task of the API can be used."
  type = object({
    healthy_threshold   = optional(number, 2)
    interval_seconds    = optional(number, 15)
    matcher             = optional(string, "200")
    path                = optional(string, "/health")
    timeout_seconds     = optional(number, 5)
    unhealthy_threshold = optional(number, 3)
  })
  default  = {}
  nullable = false
}

variable "app_tier" {
  description = "Instances that containers run on: type and number. ECS moves the number within its bounds as tasks need room; spot has further types for spare capacity that AWS takes back at short notice; volume is a root volume in place of instance_volume."
  type = object({
    desired_count = number
    instance_type = string
    max_count     = number
    min_count     = number
    spot = optional(object({
      instance_types    = list(string)
      on_demand_base    = optional(number, 1)
      on_demand_percent = optional(number, 0)
    }))
    volume = optional(object({
      iops       = optional(number)
      size_gb    = optional(number, 30)
      throughput = optional(number)
      type       = optional(string, "gp3")
    }))
  })
}

variable "custom_images_enabled" {
  description = "Whether instances start from the images of this system. The first apply says false, because an image has to be built before instances can start from it; until then they start from AWS's own."
  type        = bool
  default     = true
  nullable    = false
}

variable "instance_architecture" {
  description = "Architecture of instances and containers: x86_64, or arm64 for Graviton, with the types of instances to match."
  type        = string
  default     = "x86_64"
  nullable    = false
}

variable "instance_lifetime_days" {
  description = "Number of days after which an instance is replaced by one of the newest image."
  type        = number
  default     = 30
  nullable    = false
}

variable "instance_volume" {
  description = "Root volume of an instance: its type and size, and its operations and megabytes a second, which are those of the type where nothing is said. A tier can have another one."
  type = object({
    iops       = optional(number)
    size_gb    = optional(number, 30)
    throughput = optional(number)
    type       = optional(string, "gp3")
  })
  default  = {}
  nullable = false
}

variable "web_released" {
  description = "Whether the web tier has had its first release. Until then a server without one is no failure; from then on it is."
  type        = bool
  default     = true
  nullable    = false
}

variable "web_tier" {
  description = "Web servers: type and number, which follows CPU in percent, requests a minute for each, and the clock; spot has further types for spare capacity that AWS takes back at short notice; volume is a root volume in place of instance_volume. name is that of the group; null makes it from system and environment."
  type = object({
    cpu_target      = optional(number, 70)
    desired_count   = number
    instance_type   = string
    max_count       = number
    min_count       = number
    name            = optional(string)
    requests_target = optional(number, 1000)
    schedules = optional(map(object({
      desired_count = optional(number)
      max_count     = optional(number)
      min_count     = optional(number)
      recurrence    = string
      timezone      = optional(string, "UTC")
    })), {})
    spot = optional(object({
      instance_types    = list(string)
      on_demand_base    = optional(number, 1)
      on_demand_percent = optional(number, 0)
    }))
    volume = optional(object({
      iops       = optional(number)
      size_gb    = optional(number, 30)
      throughput = optional(number)
      type       = optional(string, "gp3")
    }))
  })
}
