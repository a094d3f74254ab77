variable "alb_deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = true
  nullable    = false
}

variable "api" {
  description = "Size of the service of the API, what rolls out a new revision of it (ECS or CODE_DEPLOY), and the range of its task count: with targets in percent it follows CPU and memory, schedules change it by the clock."
  type = object({
    autoscaling = optional(object({
      cpu_target         = optional(number)
      max_count          = number
      memory_target      = optional(number)
      min_count          = number
      scale_in_cooldown  = optional(number, 300)
      scale_out_cooldown = optional(number, 300)
      schedules = optional(map(object({
        max_count = number
        min_count = number
        schedule  = string
        timezone  = optional(string, "UTC")
      })), {})
    }))
    cpu                   = number
    deployment_controller = optional(string, "ECS")
    desired_count         = number
    image_version         = string
    memory                = number
  })
}

variable "api_authorizer" {
  description = "Who vouches for callers of the API behind API Gateway: the issuer of their tokens (JWT) and the audiences of which one has to be in a token. Null leaves that to the function."
  type = object({
    audiences = list(string)
    issuer    = string
  })
  default = null
}

variable "api_function" {
  description = "Code and size of the function of the API; the version names the package."
  type = object({
    handler                 = optional(string, "bootstrap")
    memory_mb               = optional(number, 512)
    provisioned_concurrency = optional(number, 0)
    runtime                 = optional(string, "provided.al2023")
    timeout_seconds         = optional(number, 29)
    version                 = string
  })
}

variable "api_function_release" {
  description = "How a release of the function of the API goes: whether CodeDeploy moves the alias, how many percent of the calls the new version gets first and for how many minutes, and from what error count and latency on an alarm takes it back."
  type = object({
    enabled              = optional(bool, true)
    error_threshold      = optional(number, 5)
    latency_milliseconds = optional(number, 3000)
    minutes              = optional(number, 5)
    percent              = optional(number, 10)
  })
  default  = {}
  nullable = false
}

variable "api_geolocation_targets" {
  description = "Load balancers for users of the API elsewhere, by a name of your choice: continent or country, and the alias. They go without failover."
  type = map(object({
    continent = optional(string)
    country   = optional(string)
    name      = string
    zone_id   = string
  }))
  default  = {}
  nullable = false
}

variable "configuration" {
  description = "Settings of the application that are no secret, by their name below /<system>."
  type = map(object({
    description = string
    value       = string
  }))
  default  = {}
  nullable = false
}

variable "container_insights" {
  description = "Level of Container Insights: enabled, enhanced or disabled."
  type        = string
  default     = "enabled"
  nullable    = false
}

variable "ec2_capacity" {
  description = "Instances of EC2 that the cluster can run tasks on beside Fargate, as an Auto Scaling group; null makes none. The image is the one of ECS that AWS names."
  type = object({
    image_id      = optional(string, "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")
    instance_type = optional(string, "m7i.large")
    max_count     = optional(number, 4)
    min_count     = optional(number, 0)
  })
  default = null
}

variable "failover_override" {
  description = "What a person decides in place of the health checks of the first region: healthy, or unhealthy to move everybody to the second region; null leaves it to the checks."
  type        = string
  default     = null
}

variable "packages_bucket" {
  description = "Bucket with the packages of the functions, which terraform/bootstrap makes; the pipeline puts <function>/<version>.zip there first. Null takes the one that is called after the account."
  type        = string
  default     = null
}

variable "rotation_function_version" {
  description = "Version of the package of the function that rotates passwords."
  type        = string
}

variable "spot_enabled" {
  description = "Whether tasks run on spare capacity, which AWS takes back within two minutes."
  type        = bool
  default     = false
  nullable    = false
}

variable "web" {
  description = "Size of the service of the website, what rolls out a new revision of it (ECS or CODE_DEPLOY), and the range of its task count."
  type = object({
    autoscaling = optional(object({
      cpu_target         = optional(number)
      max_count          = number
      memory_target      = optional(number)
      min_count          = number
      scale_in_cooldown  = optional(number, 300)
      scale_out_cooldown = optional(number, 300)
      schedules = optional(map(object({
        max_count = number
        min_count = number
        schedule  = string
        timezone  = optional(string, "UTC")
      })), {})
    }))
    cpu                   = number
    deployment_controller = optional(string, "ECS")
    desired_count         = number
    image_version         = string
    memory                = number
  })
}

variable "worker_function" {
  description = "Code and size of the function that works on queue and events; the version names the package."
  type = object({
    handler         = optional(string, "bootstrap")
    memory_mb       = optional(number, 512)
    runtime         = optional(string, "provided.al2023")
    timeout_seconds = optional(number, 60)
    version         = string
  })
}
