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

variable "authentications" {
  description = "Ways to sign in by name, for rules with authentication: a Cognito user pool or another provider of OpenID Connect. on_unauthenticated_request is authenticate (sign in), deny (401) or allow. They need the HTTPS listener."
  type = map(object({
    on_unauthenticated_request = optional(string, "authenticate")
    scope                      = optional(string, "openid")
    session_timeout_seconds    = optional(number, 43200)
    cognito = optional(object({
      user_pool_arn       = string
      user_pool_client_id = string
      user_pool_domain    = string
    }))
    oidc = optional(object({
      authorization_endpoint = string
      client_id              = string
      issuer                 = string
      token_endpoint         = string
      user_info_endpoint     = string
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.authentications) == 0 || var.https_enabled
    error_message = "Signing in needs the HTTPS listener."
  }

  validation {
    condition     = alltrue([for item in values(var.authentications) : (item.cognito == null) != (item.oidc == null)])
    error_message = "Each authentication needs either cognito or oidc."
  }

  validation {
    condition = alltrue([
      for item in values(var.authentications) : contains(["authenticate", "deny", "allow"], item.on_unauthenticated_request)
    ])
    error_message = "The on_unauthenticated_request must be one of authenticate, deny, allow."
  }

  validation {
    condition = alltrue([
      for item in values(var.authentications) : item.session_timeout_seconds >= 1 && item.session_timeout_seconds <= 604800
    ])
    error_message = "The session_timeout_seconds must be between 1 and 604800 (seven days)."
  }

  validation {
    condition = alltrue([
      for item in values(var.authentications) : item.oidc == null ? true : alltrue([
        for endpoint in [item.oidc.authorization_endpoint, item.oidc.issuer, item.oidc.token_endpoint, item.oidc.user_info_endpoint] :
        startswith(endpoint, "https://")
      ])
    ])
    error_message = "The endpoints and the issuer of oidc must begin with https://."
  }

  validation {
    condition     = sort([for key, item in var.authentications : key if item.oidc != null]) == sort(nonsensitive(keys(var.oidc_client_secrets)))
    error_message = "Each authentication with oidc, and no other, needs its secret in oidc_client_secrets."
  }
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

variable "http_enabled" {
  description = "Whether there is an HTTP listener on port 80, which only redirects as long as https_enabled is true; false answers HTTPS alone."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.http_enabled || var.https_enabled
    error_message = "A load balancer needs a listener: http_enabled, https_enabled or both."
  }
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
  description = "Rules by name: when all given conditions match, the request goes to target_group or, in shares, to weighted.target_groups, or is answered by a redirect or a fixed_response. authentication (key of authentications) comes before. The lowest priority number wins. In a redirect #{host}, #{path}, #{port}, #{protocol} and #{query} stand for those of the request."
  type = map(object({
    priority       = number
    authentication = optional(string)
    target_group   = optional(string)
    weighted = optional(object({
      target_groups      = map(number)
      stickiness_seconds = optional(number)
    }))
    redirect = optional(object({
      host      = optional(string, "#{host}")
      path      = optional(string, "/#{path}")
      permanent = optional(bool, true)
      port      = optional(string, "443")
      protocol  = optional(string, "HTTPS")
      query     = optional(string, "#{query}")
    }))
    fixed_response = optional(object({
      status_code  = string
      content_type = optional(string, "text/plain")
      message_body = optional(string, "")
    }))
    host_headers  = optional(list(string), [])
    http_headers  = optional(map(list(string)), {})
    http_methods  = optional(list(string), [])
    path_patterns = optional(list(string), [])
    query_strings = optional(map(string), {})
    source_cidrs  = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : 1 == length([
        for action in [rule.target_group, rule.weighted, rule.redirect, rule.fixed_response] : true if action != null
      ])
    ])
    error_message = "Each rule needs exactly one of target_group, weighted, redirect, fixed_response."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : length(setsubtract(
        concat(compact([rule.target_group]), try(keys(rule.weighted.target_groups), [])),
        keys(var.target_groups),
      )) == 0
    ])
    error_message = "The target groups of a rule must be keys of target_groups."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : rule.weighted == null ? true : (
        length(rule.weighted.target_groups) >= 1 && length(rule.weighted.target_groups) <= 5 &&
        alltrue([for weight in values(rule.weighted.target_groups) : weight >= 0 && weight <= 999])
      )
    ])
    error_message = "A weighted rule takes 1 to 5 target groups with weights between 0 and 999."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : try(rule.weighted.stickiness_seconds >= 1 && rule.weighted.stickiness_seconds <= 604800, true)
    ])
    error_message = "The stickiness_seconds must be between 1 and 604800 (seven days)."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : rule.redirect == null ? true : contains(["HTTP", "HTTPS", "#{protocol}"], rule.redirect.protocol)
    ])
    error_message = "The protocol of a redirect must be one of HTTP, HTTPS, #{protocol}."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : rule.redirect == null ? true : [
        rule.redirect.host, rule.redirect.path, rule.redirect.port, rule.redirect.protocol, rule.redirect.query
        ] != [
        "#{host}", "/#{path}", var.https_enabled ? "443" : "80", var.https_enabled ? "HTTPS" : "HTTP", "#{query}"
      ]
    ])
    error_message = "A redirect must lead elsewhere: change its host, path, port, protocol or query."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : rule.fixed_response == null ? true : (
        can(regex("^[245][0-9][0-9]$", rule.fixed_response.status_code)) && length(rule.fixed_response.message_body) <= 1024 &&
        contains(["text/plain", "text/css", "text/html", "application/javascript", "application/json"], rule.fixed_response.content_type)
      )
    ])
    error_message = "A fixed_response takes a status_code of 2XX, 4XX or 5XX, at most 1024 characters and a content_type of text/plain, text/css, text/html, application/javascript or application/json."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : rule.authentication == null ? true : contains(keys(var.authentications), rule.authentication)
    ])
    error_message = "The authentication of a rule must be a key of authentications."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : length(concat(
        rule.path_patterns, rule.host_headers, rule.http_methods, rule.source_cidrs,
        keys(rule.query_strings), flatten(values(rule.http_headers)),
      )) >= 1
    ])
    error_message = "Each rule needs at least one of path_patterns, host_headers, http_headers, http_methods, query_strings, source_cidrs."
  }

  validation {
    condition = alltrue([
      for rule in values(var.listener_rules) : length(concat(
        rule.path_patterns, rule.host_headers, rule.http_methods, rule.source_cidrs,
        keys(rule.query_strings), flatten(values(rule.http_headers)),
      )) <= 5
    ])
    error_message = "A rule takes at most 5 values in all its conditions together."
  }

  validation {
    condition     = alltrue(flatten([for rule in values(var.listener_rules) : [for cidr in rule.source_cidrs : can(cidrhost(cidr, 0))]]))
    error_message = "The source_cidrs must be ranges in CIDR notation."
  }

  validation {
    condition     = alltrue([for rule in values(var.listener_rules) : rule.priority >= 1 && rule.priority <= 50000])
    error_message = "The priority of a rule must be between 1 and 50000."
  }

  validation {
    condition     = length(distinct([for rule in values(var.listener_rules) : rule.priority])) == length(var.listener_rules)
    error_message = "Each rule must have a priority of its own."
  }
}

variable "load_balancer_name" {
  description = "Name of the load balancer alone, where it is to differ from name. Another value of internal makes another load balancer; beside a VPC origin of CloudFront the new one is made first, so give it another name in the same run."
  type        = string
  default     = null

  validation {
    condition = var.load_balancer_name == null ? true : (
      can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.load_balancer_name)) && !startswith(var.load_balancer_name, "internal-")
    )
    error_message = "The load_balancer_name must have 3 to 32 lower-case letters, digits or hyphens, begin with a letter but not with internal-, and not end with a hyphen."
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

variable "oidc_client_secrets" {
  description = "Client secrets by name of the authentication with oidc. The provider keeps them in the state: encrypt it, or use cognito, which has none."
  type        = map(string)
  default     = {}
  nullable    = false
  sensitive   = true
}

variable "security_group_ids" {
  description = "Identifiers of the security groups."
  type        = list(string)
}

variable "ssl_policy" {
  description = "TLS policy of the HTTPS listener. All allowed speak TLS 1.3 and nothing older than 1.2; those with Res in their name have forward secrecy with authenticated ciphers only, with FIPS validated cryptography, with PQ a key exchange that resists quantum computers."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  nullable    = false

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
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
  description = "Target groups by name, with health check, stickiness and draining. A blue-green deployment takes two of the same shape. target_type is ip, instance or lambda, which takes function_arn in place of a port; protocol_version is HTTP1, HTTP2 or GRPC. The matcher of a health check is 200 or, for gRPC, 0 unless it is given; functions are asked only with health_check.enabled. cross_zone_enabled false keeps traffic in its zone, for which each zone needs healthy targets."
  type = map(object({
    port                         = optional(number)
    protocol                     = optional(string, "HTTP")
    protocol_version             = optional(string, "HTTP1")
    target_type                  = optional(string, "ip")
    cross_zone_enabled           = optional(bool, true)
    deregistration_delay_seconds = optional(number, 300)
    function_arn                 = optional(string)
    multi_value_headers_enabled  = optional(bool, false)
    health_check = optional(object({
      enabled             = optional(bool)
      path                = optional(string, "/health")
      interval_seconds    = optional(number, 30)
      timeout_seconds     = optional(number, 5)
      healthy_threshold   = optional(number, 3)
      unhealthy_threshold = optional(number, 3)
      matcher             = optional(string)
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
    condition     = alltrue([for group in values(var.target_groups) : contains(["HTTP1", "HTTP2", "GRPC"], group.protocol_version)])
    error_message = "The protocol_version of a target group must be one of HTTP1, HTTP2, GRPC."
  }

  validation {
    condition     = var.https_enabled || alltrue([for group in values(var.target_groups) : group.protocol_version == "HTTP1"])
    error_message = "HTTP/2 and gRPC need the HTTPS listener."
  }

  validation {
    condition     = alltrue([for group in values(var.target_groups) : contains(["ip", "instance", "lambda"], group.target_type)])
    error_message = "The target_type of a target group must be one of ip, instance, lambda."
  }

  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.target_type == "lambda" ? (
        group.function_arn != null && group.port == null && group.protocol_version == "HTTP1"
      ) : group.function_arn == null && try(group.port >= 1 && group.port <= 65535, false)
    ])
    error_message = "A target group needs a port between 1 and 65535; one of type lambda needs function_arn in its place and no protocol_version."
  }

  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
  validation {
    condition = alltrue([
      for group in values(var.target_groups) : group.cross_zone_enabled || (!group.stickiness.enabled && group.target_type != "lambda")
    ])
    error_message = "Traffic that is kept in its zone goes neither with stickiness nor to functions."
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
