variable "assign_public_ip" {
  description = "Whether the tasks get public addresses."
  type        = bool
  default     = false
  nullable    = false
}

variable "autoscaling" {
  description = "Range of the task count, with target-tracking policies and schedules by a key of the caller; null keeps desired_count. A custom metric with per_task is divided by the running tasks: the depth of a queue must be, or scaling never finds its target. An expression is metric math over the keys of its metrics."
  type = object({
    max_count = number
    min_count = number
    policies = optional(map(object({
      custom_metric = optional(object({
        dimensions = optional(map(string), {})
        name       = string
        namespace  = string
        per_task   = optional(bool, false)
        statistic  = optional(string, "Average")
      }))
      expression_metric = optional(object({
        expression = string
        metrics = map(object({
          dimensions = optional(map(string), {})
          name       = string
          namespace  = string
          statistic  = optional(string, "Average")
        }))
      }))
      metric             = string
      resource_label     = optional(string)
      scale_in_cooldown  = optional(number, 300)
      scale_out_cooldown = optional(number, 60)
      target             = number
    })), {})
    schedules = optional(map(object({
      max_count = number
      min_count = number
      schedule  = string
      timezone  = optional(string, "UTC")
    })), {})
  })
  default = null

  validation {
    condition     = try(var.autoscaling.min_count <= var.autoscaling.max_count, var.autoscaling == null)
    error_message = "The minimum of the autoscaling range must not be above its maximum."
  }

  validation {
    condition = alltrue([
      for policy in try(values(var.autoscaling.policies), []) : contains(["cpu", "custom", "expression", "memory", "requests"], policy.metric)
    ])
    error_message = "The metric of a scaling policy must be one of cpu, custom, expression, memory, requests."
  }

  validation {
    condition = alltrue([
      for policy in try(values(var.autoscaling.policies), []) :
      (policy.metric == "custom") == (policy.custom_metric != null) &&
      (policy.metric == "expression") == (policy.expression_metric != null) &&
      (policy.metric == "requests") == (policy.resource_label != null)
    ])
    error_message = "A scaling policy must have a custom_metric exactly with the metric custom, an expression_metric exactly with expression, and a resource_label exactly with requests."
  }

  validation {
    condition = alltrue([
      for policy in try(values(var.autoscaling.policies), []) : policy.expression_metric == null ? true : (
        length(policy.expression_metric.metrics) >= 1 && length(policy.expression_metric.metrics) <= 9 &&
        alltrue([for id in keys(policy.expression_metric.metrics) : id != "result" && can(regex("^[a-z][A-Za-z0-9_]*$", id))])
      )
    ])
    error_message = "An expression_metric must have 1 to 9 metrics, whose keys begin with a lower-case letter, have letters, digits and underscores, and are not result."
  }
}

variable "capacity_providers" {
  description = "Capacity providers of the cluster to run on, by their name; empty uses launch_type."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default  = {}
  nullable = false
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
}

variable "containers" {
  description = "Containers of a task by their name. Secrets and environment are maps of variable names to ARNs and to plain values, depends_on of other containers to what they must have reached: START, HEALTHY, COMPLETE or SUCCESS. efs_mounts are by the key of efs_volumes. An init_process is there for sessions unless told otherwise."
  type = map(object({
    command    = optional(list(string))
    depends_on = optional(map(string), {})
    efs_mounts = optional(map(object({
      path      = string
      read_only = optional(bool, false)
    })), {})
    environment = optional(map(string), {})
    essential   = optional(bool, true)
    health_check = optional(object({
      command      = list(string)
      interval     = optional(number, 30)
      retries      = optional(number, 3)
      start_period = optional(number, 60)
      timeout      = optional(number, 5)
    }))
    image                    = string
    init_process             = optional(bool)
    port                     = optional(number)
    readonly_root_filesystem = optional(bool, true)
    secrets                  = optional(map(string), {})
    stop_timeout             = optional(number, 30)
    writable_paths           = optional(set(string), [])
  }))

  validation {
    condition     = alltrue([for name in keys(var.containers) : can(regex("^[a-z][a-z0-9-]{0,62}$", name))])
    error_message = "The name of a container must have 1 to 63 lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition     = anytrue([for container in values(var.containers) : container.essential])
    error_message = "One container at least must be essential."
  }

  validation {
    condition = alltrue([
      for container in values(var.containers) : length(setintersection(keys(container.environment), keys(container.secrets))) == 0
    ])
    error_message = "A variable of a container must not be both in environment and in secrets."
  }

  validation {
    condition     = alltrue([for container in values(var.containers) : container.stop_timeout >= 2 && container.stop_timeout <= 120])
    error_message = "The stop timeout must be between 2 and 120 seconds."
  }

  validation {
    condition = alltrue(flatten([
      for container in values(var.containers) : [for path in container.writable_paths : can(regex("^(/[A-Za-z0-9-]+)+$", path))]
    ]))
    error_message = "The writable paths must be absolute and have letters, digits and hyphens only."
  }

  validation {
    condition = alltrue(flatten([
      for name, container in var.containers : [
        for other in keys(container.depends_on) : other != name && contains(keys(var.containers), other)
      ]
    ]))
    error_message = "A container must depend on other containers of the task."
  }

  validation {
    condition = alltrue(flatten([
      for container in values(var.containers) : [
        for condition in values(container.depends_on) : contains(["START", "HEALTHY", "COMPLETE", "SUCCESS"], condition)
      ]
    ]))
    error_message = "What a container depends on must have reached one of START, HEALTHY, COMPLETE, SUCCESS."
  }

  validation {
    condition = alltrue(flatten([
      for container in values(var.containers) : [
        for other, condition in container.depends_on : condition != "HEALTHY" || try(var.containers[other].health_check != null, true)
      ]
    ]))
    error_message = "Only a container with a health_check can become HEALTHY."
  }

  validation {
    condition = alltrue(flatten([
      for container in values(var.containers) : [
        for other, condition in container.depends_on :
        !contains(["COMPLETE", "SUCCESS"], condition) || try(!var.containers[other].essential, true)
      ]
    ]))
    error_message = "A task ends with its first essential container, so what must reach COMPLETE or SUCCESS must not be essential."
  }

  validation {
    condition = alltrue(flatten([
      for container in values(var.containers) : [
        for volume, mount in container.efs_mounts : contains(keys(var.efs_volumes), volume) && startswith(mount.path, "/")
      ]
    ]))
    error_message = "The efs_mounts must have keys of efs_volumes and absolute paths."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one virtual CPU."
  type        = number

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "The CPU units must be one of 256, 512, 1024, 2048, 4096, 8192, 16384."
  }
}

variable "cpu_architecture" {
  description = "Processor architecture that the images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The processor architecture must be one of X86_64, ARM64."
  }
}

variable "deployment_alarm_names" {
  description = "Names of CloudWatch alarms that, in alarm during a deployment, make it fail and go back; they must exist."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.deployment_alarm_names) == 0 || var.deployment_controller == "ECS"
    error_message = "Deployment alarms are for the deployment controller ECS; CodeDeploy has alarms of its own."
  }
}

variable "deployment_controller" {
  description = "What rolls out a new revision: ECS (rolling, with circuit breaker) or CODE_DEPLOY (blue-green)."
  type        = string
  default     = "ECS"
  nullable    = false

  validation {
    condition     = contains(["ECS", "CODE_DEPLOY"], var.deployment_controller)
    error_message = "The deployment controller must be one of ECS, CODE_DEPLOY."
  }

  validation {
    condition     = var.deployment_controller == "ECS" || length(var.load_balancers) == 1
    error_message = "A service that CODE_DEPLOY rolls out must have exactly one load balancer."
  }
}

variable "deployment_maximum_percent" {
  description = "Most tasks that may run during a deployment, in percent of the desired count."
  type        = number
  default     = 200
  nullable    = false
}

variable "deployment_minimum_healthy_percent" {
  description = "Fewest tasks that must stay healthy during a deployment, in percent of the desired count."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.deployment_minimum_healthy_percent < var.deployment_maximum_percent
    error_message = "The minimum healthy percent must be below the maximum percent, or no deployment can proceed."
  }
}

variable "desired_count" {
  description = "Number of tasks; with autoscaling only the number to begin with."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.desired_count >= 0
    error_message = "The desired count must not be negative."
  }
}

variable "efs_volumes" {
  description = "File systems of EFS that containers mount, by a key of the caller. The task's role mounts them, over TLS. An access point has its own root, so root_directory goes without one."
  type = map(object({
    access_point_id = optional(string)
    file_system_id  = string
    root_directory  = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.efs_volumes) : can(regex("^[a-z][a-z0-9-]*$", key))])
    error_message = "The keys of efs_volumes must have lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition     = alltrue([for volume in values(var.efs_volumes) : volume.access_point_id == null || volume.root_directory == null])
    error_message = "A volume must not have both an access_point_id and a root_directory."
  }
}

variable "enable_execute_command" {
  description = "Whether people with the permission can open a session in a running container."
  type        = bool
  default     = false
  nullable    = false
}

variable "execution_role_arn" {
  description = "ARN of the role with which ECS pulls the image, reads the secrets and writes the logs."
  type        = string
}

variable "health_check_grace_period_seconds" {
  description = "Number of seconds that failed load balancer checks are ignored after a task starts."
  type        = number
  default     = 60
  nullable    = false
}

variable "launch_type" {
  description = "Where tasks run: FARGATE or EC2."
  type        = string
  default     = "FARGATE"
  nullable    = false

  validation {
    condition     = contains(["FARGATE", "EC2"], var.launch_type)
    error_message = "The launch type must be one of FARGATE, EC2."
  }
}

variable "load_balancers" {
  description = "Target groups that the tasks register with, by a key of the caller."
  type = map(object({
    container_name   = string
    container_port   = number
    target_group_arn = string
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for target in values(var.load_balancers) : try(var.containers[target.container_name].port == target.container_port, false)
    ])
    error_message = "Every load balancer must name a container and the port that it listens on."
  }
}

variable "log_group_name" {
  description = "Name of the log group that receives the output of the containers."
  type        = string
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number

  validation {
    condition = var.launch_type != "FARGATE" || contains(lookup({
      "256"   = [512, 1024, 2048]
      "512"   = range(1024, 4096 + 1, 1024)
      "1024"  = range(2048, 8192 + 1, 1024)
      "2048"  = range(4096, 16384 + 1, 1024)
      "4096"  = range(8192, 30720 + 1, 1024)
      "8192"  = range(16384, 61440 + 1, 4096)
      "16384" = range(32768, 122880 + 1, 8192)
    }, tostring(var.cpu), [var.memory]), var.memory)
    error_message = "Fargate offers by CPU units these MiB of memory: 256: 512, 1024 or 2048; 512: 1024 to 4096, 1024: 2048 to 8192, 2048: 4096 to 16384, 4096: 8192 to 30720, all in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880 in steps of 8192."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "platform_version" {
  description = "Version of the Fargate platform; LATEST leaves patches of the host to AWS."
  type        = string
  default     = "LATEST"
  nullable    = false

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-versions-retired.html
  validation {
    condition     = can(regex("^(LATEST|1\\.([4-9]|[1-9][0-9]+)\\.[0-9]+)$", var.platform_version))
    error_message = "The platform version must be LATEST or 1.4.0 or later; AWS starts no task on an older one."
  }
}

variable "region" {
  description = "AWS region of the log group."
  type        = string
}

variable "released_elsewhere" {
  description = "Whether releases outside Terraform say which revision runs: it registers revisions then and leaves the one of the service alone, and desired_count is only the number to begin with. With CODE_DEPLOY it is so anyhow."
  type        = bool
  default     = false
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "service_connect" {
  description = "Namespace of Service Connect that the service calls others in, and its own services by the container that answers: app_protocol (http, http2 or grpc; null is TCP), name and port for callers, TLS by a private certificate authority. Null leaves it out."
  type = object({
    namespace_arn = string
    services = optional(map(object({
      app_protocol = optional(string)
      dns_name     = optional(string)
      port         = optional(number)
      tls = optional(object({
        authority_arn = string
        kms_key_arn   = optional(string)
        role_arn      = string
      }))
    })), {})
  })
  default = null

  validation {
    condition     = var.service_connect == null || var.deployment_controller == "ECS"
    error_message = "Service Connect needs the deployment controller ECS."
  }

  validation {
    condition = alltrue([
      for container in keys(try(var.service_connect.services, {})) : try(var.containers[container].port != null, false)
    ])
    error_message = "The services of Service Connect must be containers with a port."
  }

  validation {
    condition = alltrue([
      for service in values(try(var.service_connect.services, {})) :
      service.app_protocol == null ? true : contains(["http", "http2", "grpc"], service.app_protocol)
    ])
    error_message = "The app_protocol must be one of http, http2, grpc, or null for TCP."
  }
}

variable "singleton" {
  description = "Whether two tasks must never run at once: a deployment then stops the old task before it starts the new one."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.singleton || (var.desired_count == 1 && var.autoscaling == null && var.deployment_controller == "ECS")
    error_message = "A singleton must have a desired count of 1, no autoscaling and the deployment controller ECS."
  }
}

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "task_role_arn" {
  description = "ARN of the role that the containers themselves act with."
  type        = string
}
