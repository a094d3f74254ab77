variable "container_port" {
  description = "Port on which the containers answer."
  type        = number
  default     = 8000
  nullable    = false
}

variable "image_version" {
  description = "Tag of the image that the tasks run."
  type        = string
}

variable "service" {
  description = "Size of the service: CPU units and MiB of a task, number of tasks, and the use in percent that scaling aims at."
  type = object({
    count         = number
    cpu           = number
    cpu_target    = optional(number, 70)
    max_count     = number
    memory        = number
    memory_target = optional(number, 80)
  })
}

variable "spot_enabled" {
  description = "Whether tasks beyond the first may run on spare capacity that AWS takes back at short notice."
  type        = bool
  default     = false
  nullable    = false
}
