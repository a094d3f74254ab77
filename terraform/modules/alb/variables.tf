variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs; null writes none."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "additional_certificate_arns" {
  description = "ARNs of further certificates for the HTTPS listener by name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "certificate_arn" {
  description = "ARN of the certificate for the HTTPS listener; needed when https_enabled is true."
  type        = string
  default     = null

  validation {
    condition     = !var.https_enabled || var.certificate_arn != null
    error_message = "The HTTPS listener needs a certificate: give certificate_arn, or set https_enabled to false."
  }
}

variable "default_target_group" {
  description = "Key of the target group that receives the requests which no rule matches; null answers them with 403."
  type        = string
  default     = null

  validation {
    condition     = var.default_target_group == null ? true : contains(keys(var.target_groups), var.default_target_group)
    error_message = "The default target group must be a key of target_groups."
  }
}

variable "deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the resource."
  type        = bool
  default     = true
  nullable    = false
}

variable "https_enabled" {
  description = "Whether there is an HTTPS listener, to which HTTP is redirected; false serves plain HTTP."
  type        = bool
  default     = true
  nullable    = false
}

variable "idle_timeout_seconds" {
  description = "Seconds after which an idle connection is closed."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.idle_timeout_seconds >= 1 && var.idle_timeout_seconds <= 4000
    error_message = "The idle timeout must be between 1 and 4000 seconds."
  }
}

variable "internal" {
  description = "Whether the load balancer is reachable from inside the VPC only."
  type        = bool
  default     = false
  nullable    = false
}

variable "listener_rules" {
  description = "Rules by name that send requests to a target group: all given conditions must match. The lowest priority number wins."
  type = map(object({
    priority      = number
    target_group  = string
    path_patterns = optional(list(string), [])
    host_headers  = optional(list(string), [])
    http_headers  = optional(map(list(string)), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.listener_rules) : contains(keys(var.target_groups), rule.target_group)])
    error_message = "The target_group of a rule must be a key of target_groups."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : length(rule.path_patterns) + length(rule.host_headers) + length(rule.http_headers) > 0
    ])
    error_message = "Each rule needs at least one of path_patterns, host_headers, http_headers."
  }

  validation {
    condition     = length(distinct([for rule in values(var.listener_rules) : rule.priority])) == length(var.listener_rules)
    error_message = "Each rule must have a priority of its own."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name)) && !startswith(var.name, "internal-")
    error_message = "The name must have 3 to 32 lower-case letters, digits or hyphens, begin with a letter but not with internal-, and not end with a hyphen."
  }
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "ssl_policy" {
  description = "TLS policy of the HTTPS listener; none of those allowed speaks TLS 1.1 or older."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  nullable    = false

  validation {
    condition = contains([
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
      "ELBSecurityPolicy-FS-1-2-Res-2020-10",
      "ELBSecurityPolicy-TLS-1-2-2017-01",
    ], var.ssl_policy)
    error_message = "The TLS policy must be one of ELBSecurityPolicy-TLS13-1-2-2021-06, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, ELBSecurityPolicy-TLS13-1-3-2021-06, ELBSecurityPolicy-FS-1-2-Res-2020-10, ELBSecurityPolicy-TLS-1-2-2017-01."
  }
}

variable "subnet_ids" {
  description = "Identifiers of the subnets."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A load balancer needs subnets in at least two availability zones."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "target_groups" {
  description = "Target groups by name, with health check, stickiness and draining. A blue-green deployment takes two of the same shape."
  type = map(object({
    port                         = number
    protocol                     = optional(string, "HTTP")
    target_type                  = optional(string, "ip")
    deregistration_delay_seconds = optional(number, 300)
    health_check = optional(object({
      path                = optional(string, "/health")
      interval_seconds    = optional(number, 30)
      timeout_seconds     = optional(number, 5)
      healthy_threshold   = optional(number, 3)
      unhealthy_threshold = optional(number, 3)
      matcher             = optional(string, "200")
    }), {})
    stickiness = optional(object({
      enabled          = optional(bool, true)
      duration_seconds = optional(number, 86400)
    }), {})
  }))

  validation {
    condition     = alltrue([for key in keys(var.target_groups) : length(var.name) + length(key) <= 26])
    error_message = "The name and the key of a target group must have at most 26 characters together."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["HTTP", "HTTPS"], group.protocol)])
    error_message = "The protocol of a target group must be one of HTTP, HTTPS."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["ip", "instance"], group.target_type)])
    error_message = "The target_type of a target group must be one of ip, instance."
  }

  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.health_check.timeout_seconds < group.health_check.interval_seconds
    ])
    error_message = "The timeout of a health check must be shorter than its interval."
  }
}

variable "traffic_switched_by_codedeploy" {
  description = "Whether CodeDeploy moves the listener between target groups; Terraform then leaves the listener's default action as it finds it. Changing this replaces the listener."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.traffic_switched_by_codedeploy || var.default_target_group != null
    error_message = "CodeDeploy needs a default target group to start from: give default_target_group."
  }
}

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
