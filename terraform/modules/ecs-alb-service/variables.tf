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

variable "container_name" {
  description = "Name of the container that answers; it listens on its port."
  type        = string

  validation {
    condition     = try(var.containers[var.container_name].port != null, false)
    error_message = "The container_name must be that of a container with a port."
  }
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
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one virtual CPU."
  type        = number
}

variable "cpu_architecture" {
  description = "Processor architecture that the images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false
}

variable "deployment_alarm_names" {
  description = "Names of CloudWatch alarms that, in alarm during a deployment, make it fail and go back; they must exist."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "deployment_controller" {
  description = "What rolls out a new revision: ECS (rolling, with circuit breaker) or CODE_DEPLOY (blue-green)."
  type        = string
  default     = "ECS"
  nullable    = false
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
}

variable "desired_count" {
  description = "Number of tasks; with autoscaling only the number to begin with."
  type        = number
  default     = 1
  nullable    = false
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
}

variable "listener_arn" {
  description = "ARN of the listener of the load balancer, whose requests the rule takes."
  type        = string
}

variable "listener_rule" {
  description = "When all given conditions match, the request goes to the service. The lowest priority number of a listener wins, and no other rule of the listener has the same."
  type = object({
    host_headers  = optional(list(string), [])
    http_headers  = optional(map(list(string)), {})
    http_methods  = optional(list(string), [])
    path_patterns = optional(list(string), [])
    priority      = number
    query_strings = optional(map(string), {})
    source_cidrs  = optional(list(string), [])
  })

  validation {
    condition = length(concat(
      var.listener_rule.path_patterns, var.listener_rule.host_headers, var.listener_rule.http_methods, var.listener_rule.source_cidrs,
      keys(var.listener_rule.query_strings), flatten(values(var.listener_rule.http_headers)),
    )) >= 1
    error_message = "The rule needs at least one of path_patterns, host_headers, http_headers, http_methods, query_strings, source_cidrs."
  }

  validation {
    condition = length(concat(
      var.listener_rule.path_patterns, var.listener_rule.host_headers, var.listener_rule.http_methods, var.listener_rule.source_cidrs,
      keys(var.listener_rule.query_strings), flatten(values(var.listener_rule.http_headers)),
    )) <= 5
    error_message = "A rule takes at most 5 values in all its conditions together."
  }

  validation {
    condition     = var.listener_rule.priority >= 1 && var.listener_rule.priority <= 50000
    error_message = "The priority of a rule must be between 1 and 50000."
  }
}

variable "log_group_name" {
  description = "Name of the log group that receives the output of the containers."
  type        = string
}

variable "memory" {
  description = "Memory of a task in MiB."
  type        = number
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "platform_version" {
  description = "Version of the Fargate platform; LATEST leaves patches of the host to AWS."
  type        = string
  default     = "LATEST"
  nullable    = false
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
}

variable "singleton" {
  description = "Whether two tasks must never run at once: a deployment then stops the old task before it starts the new one."
  type        = bool
  default     = false
  nullable    = false
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

variable "target_group" {
  description = "How the load balancer speaks with the tasks, with health check, stickiness and draining. protocol_version is HTTP1, HTTP2 or GRPC. The matcher of a health check is 200 or, for gRPC, 0 unless it is given."
  type = object({
    deregistration_delay_seconds = optional(number, 300)
    protocol                     = optional(string, "HTTP")
    protocol_version             = optional(string, "HTTP1")
    health_check = optional(object({
      healthy_threshold   = optional(number, 3)
      interval_seconds    = optional(number, 30)
      matcher             = optional(string)
      path                = optional(string, "/health")
      timeout_seconds     = optional(number, 5)
      unhealthy_threshold = optional(number, 3)
    }), {})
    stickiness = optional(object({
      duration_seconds = optional(number, 86400)
      enabled          = optional(bool, true)
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["HTTP", "HTTPS"], var.target_group.protocol)
    error_message = "The protocol of a target group must be one of HTTP, HTTPS."
  }

  validation {
    condition     = contains(["HTTP1", "HTTP2", "GRPC"], var.target_group.protocol_version)
    error_message = "The protocol_version of a target group must be one of HTTP1, HTTP2, GRPC."
  }

  validation {
    condition     = var.target_group.health_check.timeout_seconds < var.target_group.health_check.interval_seconds
    error_message = "The timeout of a health check must be shorter than its interval."
  }
}

variable "task_role_arn" {
  description = "ARN of the role that the containers themselves act with."
  type        = string
}

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
