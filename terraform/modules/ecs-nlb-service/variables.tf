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

variable "listener" {
  description = "Listener that forwards to the service; no other listener of the load balancer has the same port. TLS needs certificate_arn, and ends here; to pass TLS through to the tasks, take TCP. idle_timeout_seconds is for TCP."
  type = object({
    additional_certificate_arns = optional(map(string), {})
    certificate_arn             = optional(string)
    idle_timeout_seconds        = optional(number, 350)
    port                        = number
    protocol                    = optional(string, "TCP")
  })

  validation {
    condition     = contains(["TCP", "TLS"], var.listener.protocol)
    error_message = "The protocol of the listener must be one of TCP, TLS."
  }

  validation {
    condition     = var.listener.port >= 1 && var.listener.port <= 65535
    error_message = "The port of the listener must be between 1 and 65535."
  }

  validation {
    condition     = var.listener.protocol != "TLS" || var.listener.certificate_arn != null
    error_message = "A TLS listener needs a certificate: give certificate_arn."
  }

  validation {
    condition = (
      var.listener.protocol == "TLS" || (var.listener.certificate_arn == null && length(var.listener.additional_certificate_arns) == 0)
    )
    error_message = "Certificates are for TLS listeners."
  }

  validation {
    condition     = var.listener.idle_timeout_seconds >= 60 && var.listener.idle_timeout_seconds <= 6000
    error_message = "The idle timeout must be between 60 and 6000 seconds."
  }
}

variable "load_balancer_arn" {
  description = "ARN of the network load balancer that gets the listener."
  type        = string
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

variable "ssl_policy" {
  description = "TLS policy of a TLS listener. All allowed speak TLS 1.3 and nothing older than 1.2; those with Res in their name have forward secrecy with authenticated ciphers only, with FIPS validated cryptography, with PQ a key exchange that resists quantum computers."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  nullable    = false

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
  validation {
    condition = contains([
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
      "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
      "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
      "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    ], var.ssl_policy)
    error_message = "The TLS policy must be one of ELBSecurityPolicy-TLS13-1-2-2021-06, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, ELBSecurityPolicy-TLS13-1-3-2021-06, ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04, ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04, ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04, ELBSecurityPolicy-TLS13-1-2-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, ELBSecurityPolicy-TLS13-1-3-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09, ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09."
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

variable "target_group" {
  description = "How the load balancer speaks with the tasks, with health check and draining. client_ip_preserved shows the tasks the addresses of the clients. The path and matcher of a health check are for HTTP and HTTPS."
  type = object({
    client_ip_preserved          = optional(bool, false)
    deregistration_delay_seconds = optional(number, 300)
    protocol                     = optional(string, "TCP")
    health_check = optional(object({
      healthy_threshold   = optional(number, 3)
      interval_seconds    = optional(number, 30)
      matcher             = optional(string, "200")
      path                = optional(string, "/health")
      protocol            = optional(string, "TCP")
      timeout_seconds     = optional(number, 10)
      unhealthy_threshold = optional(number, 3)
    }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["TCP", "TLS"], var.target_group.protocol)
    error_message = "The protocol of a target group must be one of TCP, TLS."
  }

  validation {
    condition     = var.target_group.protocol == "TCP" || var.listener.protocol == "TLS"
    error_message = "A TCP listener takes target groups of TCP."
  }

  validation {
    condition     = contains(["TCP", "HTTP", "HTTPS"], var.target_group.health_check.protocol)
    error_message = "The protocol of a health check must be one of TCP, HTTP, HTTPS."
  }

  validation {
    condition     = var.target_group.health_check.interval_seconds >= 5 && var.target_group.health_check.interval_seconds <= 300
    error_message = "The interval of a health check must be between 5 and 300 seconds."
  }

  validation {
    condition     = var.target_group.health_check.timeout_seconds >= 2 && var.target_group.health_check.timeout_seconds <= 120
    error_message = "The timeout of a health check must be between 2 and 120 seconds."
  }

  validation {
    condition     = var.target_group.health_check.timeout_seconds < var.target_group.health_check.interval_seconds
    error_message = "The timeout of a health check must be shorter than its interval."
  }

  validation {
    condition = alltrue([
      for threshold in [var.target_group.health_check.healthy_threshold, var.target_group.health_check.unhealthy_threshold] :
      threshold >= 2 && threshold <= 10
    ])
    error_message = "The thresholds of a health check must be between 2 and 10."
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
