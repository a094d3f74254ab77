variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs; null writes none. AWS logs the connections of TLS listeners only."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "cross_zone_enabled" {
  description = "Whether connections are spread over the targets of all zones; false keeps them in the zone where they arrive, and each zone needs healthy targets then."
  type        = bool
  default     = true
  nullable    = false
}

variable "deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the resource."
  type        = bool
  default     = true
  nullable    = false
}

variable "internal" {
  description = "Whether the load balancer is reachable from inside the VPC only."
  type        = bool
  default     = true
  nullable    = false
}

variable "listeners" {
  description = "Listeners by name, each with the target group that it forwards to. TLS needs certificate_arn, and ends here; to pass TLS through to the targets, take TCP. idle_timeout_seconds is for TCP."
  type = map(object({
    port                        = number
    target_group                = string
    additional_certificate_arns = optional(map(string), {})
    certificate_arn             = optional(string)
    idle_timeout_seconds        = optional(number, 350)
    protocol                    = optional(string, "TCP")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for listener in values(var.listeners) : contains(["TCP", "TLS", "UDP", "TCP_UDP"], listener.protocol)])
    error_message = "The protocol of a listener must be one of TCP, TLS, UDP, TCP_UDP."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : listener.port >= 1 && listener.port <= 65535])
    error_message = "The port of a listener must be between 1 and 65535."
  }

  validation {
    condition     = length(distinct([for listener in values(var.listeners) : listener.port])) == length(var.listeners)
    error_message = "Each listener must have a port of its own; TCP and UDP on one port are one listener, TCP_UDP."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : listener.protocol != "TLS" || listener.certificate_arn != null])
    error_message = "A TLS listener needs a certificate: give certificate_arn."
  }

  validation {
    condition = alltrue([
      for listener in values(var.listeners) :
      listener.protocol == "TLS" || (listener.certificate_arn == null && length(listener.additional_certificate_arns) == 0)
    ])
    error_message = "Certificates are for TLS listeners."
  }

  validation {
    condition = alltrue([
      for listener in values(var.listeners) : listener.idle_timeout_seconds >= 60 && listener.idle_timeout_seconds <= 6000
    ])
    error_message = "The idle timeout must be between 60 and 6000 seconds."
  }

  validation {
    condition     = alltrue([for listener in values(var.listeners) : contains(keys(var.target_groups), listener.target_group)])
    error_message = "The target_group of a listener must be a key of target_groups."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
  validation {
    condition = alltrue([
      for listener in values(var.listeners) : try(contains({
        TCP     = ["TCP", "TCP_UDP"]
        TLS     = ["TCP", "TLS"]
        UDP     = ["UDP", "TCP_UDP"]
        TCP_UDP = ["TCP_UDP"]
      }[listener.protocol], var.target_groups[listener.target_group].protocol), true)
    ])
    error_message = "A TCP listener takes target groups of TCP or TCP_UDP, a TLS listener of TCP or TLS, a UDP listener of UDP or TCP_UDP, a TCP_UDP listener of TCP_UDP."
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

variable "private_link_rules_enforced" {
  description = "Whether the rules of the security groups hold for what comes through PrivateLink, too. A VPC link of API Gateway needs false, because its addresses are not known."
  type        = bool
  default     = true
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)

  validation {
    condition     = length(var.security_group_ids) >= 1
    error_message = "A load balancer that is made without security groups can never have any: give one at least."
  }
}

variable "ssl_policy" {
  description = "TLS policy of the TLS listeners. All allowed speak TLS 1.3 and nothing older than 1.2; those with Res in their name have forward secrecy with authenticated ciphers only, with FIPS validated cryptography, with PQ a key exchange that resists quantum computers."
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
  description = "Target groups by name, with health check and draining. target_type is ip, instance or alb, which takes load_balancer_arn: an application load balancer with a listener on this port. client_ip_preserved shows the targets the addresses of the clients; null is AWS's choice: yes for instances and UDP, no for addresses. cross_zone_enabled is that of the load balancer unless given. The path and matcher of a health check are for HTTP and HTTPS."
  type = map(object({
    port                         = number
    client_ip_preserved          = optional(bool)
    cross_zone_enabled           = optional(bool)
    deregistration_delay_seconds = optional(number, 300)
    load_balancer_arn            = optional(string)
    protocol                     = optional(string, "TCP")
    target_type                  = optional(string, "ip")
    health_check = optional(object({
      healthy_threshold   = optional(number, 3)
      interval_seconds    = optional(number, 30)
      matcher             = optional(string, "200")
      path                = optional(string, "/health")
      protocol            = optional(string, "TCP")
      timeout_seconds     = optional(number, 10)
      unhealthy_threshold = optional(number, 3)
    }), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.target_groups) : length(var.name) + length(key) <= 26])
    error_message = "The name and the key of a target group must have at most 26 characters together."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : group.port >= 1 && group.port <= 65535])
    error_message = "The port of a target group must be between 1 and 65535."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["TCP", "TLS", "UDP", "TCP_UDP"], group.protocol)])
    error_message = "The protocol of a target group must be one of TCP, TLS, UDP, TCP_UDP."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["ip", "instance", "alb"], group.target_type)])
    error_message = "The target_type of a target group must be one of ip, instance, alb."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.target_type == "alb" ? (
        group.load_balancer_arn != null && group.protocol == "TCP" && group.health_check.protocol != "TCP"
      ) : group.load_balancer_arn == null
    ])
    error_message = "A target group of type alb needs load_balancer_arn, the protocol TCP and a health check of HTTP or HTTPS; others take no load_balancer_arn."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  validation {
    condition = alltrue([
      for group in values(var.target_groups) :
      group.client_ip_preserved == null || (contains(["TCP", "TLS"], group.protocol) && group.target_type != "alb")
    ])
    error_message = "The addresses of clients are always preserved for UDP, TCP_UDP and targets of type alb; leave client_ip_preserved out."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["TCP", "HTTP", "HTTPS"], group.health_check.protocol)])
    error_message = "The protocol of a health check must be one of TCP, HTTP, HTTPS."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.health_check.interval_seconds >= 5 && group.health_check.interval_seconds <= 300
    ])
    error_message = "The interval of a health check must be between 5 and 300 seconds."
  }

  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.health_check.timeout_seconds >= 2 && group.health_check.timeout_seconds <= 120
    ])
    error_message = "The timeout of a health check must be between 2 and 120 seconds."
  }

  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.health_check.timeout_seconds < group.health_check.interval_seconds
    ])
    error_message = "The timeout of a health check must be shorter than its interval."
  }

  validation {
    condition = alltrue(flatten([
      for group in values(var.target_groups) : [
        for threshold in [group.health_check.healthy_threshold, group.health_check.unhealthy_threshold] : threshold >= 2 && threshold <= 10
      ]
    ]))
    error_message = "The thresholds of a health check must be between 2 and 10."
  }
}

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
