variable "bot_control" {
  description = "AWS's rules about bots, charged for each request; inspection_level COMMON recognises bots that say who they are, TARGETED also those that pretend, with machine_learning_enabled. Begin with count_only. null leaves them out."
  type = object({
    priority                 = number
    count_only               = optional(bool, false)
    inspection_level         = optional(string, "COMMON")
    machine_learning_enabled = optional(bool, true)
  })
  default = null

  validation {
    condition     = var.bot_control == null ? true : contains(["COMMON", "TARGETED"], var.bot_control.inspection_level)
    error_message = "The inspection_level must be one of COMMON, TARGETED."
  }
}

variable "default_action" {
  description = "What becomes of a request that no rule ends: allow or block."
  type        = string
  default     = "allow"
  nullable    = false

  validation {
    condition     = contains(["allow", "block"], var.default_action)
    error_message = "The default action must be one of allow, block."
  }
}

variable "ip_sets" {
  description = "Sets of address ranges (CIDR) by name that rules refer to; a set holds addresses of one version, IPV4 or IPV6."
  type = map(object({
    addresses = set(string)
    version   = optional(string, "IPV4")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for item in values(var.ip_sets) : contains(["IPV4", "IPV6"], item.version)])
    error_message = "The version of a set must be one of IPV4, IPV6."
  }

  validation {
    condition = alltrue(flatten([
      for item in values(var.ip_sets) : [
        for address in item.addresses :
        can(cidrhost(address, 0)) && !endswith(address, "/0") && strcontains(address, ":") == (item.version == "IPV6")
      ]
    ]))
    error_message = "The addresses must be ranges in CIDR notation of the version of their set; WAF takes every length but /0."
  }

  # https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html
  validation {
    condition     = alltrue([for key in keys(var.ip_sets) : can(regex("^[A-Za-z0-9_-]{1,64}$", key))])
    error_message = "The name of a set must have 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "logging" {
  description = "Destination of the logs: a log group, bucket or delivery stream whose name begins with aws-waf-logs-. Headers named in redacted_headers, and query strings if so said, stay out; allowed_requests = false logs only what a rule has counted or stopped. null writes none."
  type = object({
    destination_arn        = string
    allowed_requests       = optional(bool, true)
    query_strings_redacted = optional(bool, false)
    redacted_headers       = optional(set(string), ["authorization", "cookie"])
  })
  default = null

  validation {
    condition = var.logging == null ? true : can(
      regex("^arn:[a-z-]+:(logs:[a-z0-9-]+:[0-9]{12}:log-group:|s3:::|firehose:[a-z0-9-]+:[0-9]{12}:deliverystream/)aws-waf-logs-", var.logging.destination_arn)
    )
    error_message = "The destination_arn must be that of a log group, bucket or delivery stream whose name begins with aws-waf-logs-."
  }

  validation {
    condition     = var.scope == "REGIONAL" || contains(["us-east-1", ""], try(split(":", var.logging.destination_arn)[3], ""))
    error_message = "The logs of a web ACL for CloudFront go to a destination in us-east-1."
  }

  validation {
    condition     = var.logging == null ? true : alltrue([for header in var.logging.redacted_headers : header == lower(header)])
    error_message = "The redacted_headers must be in lower case."
  }

  validation {
    condition     = var.logging == null ? true : length(var.logging.redacted_headers) + (var.logging.query_strings_redacted ? 1 : 0) <= 100
    error_message = "At most 100 fields can be redacted."
  }
}

variable "managed_rule_groups" {
  description = "AWS's rule groups by name: admin-protection, anonymous-ip, core (OWASP), ip-reputation, known-bad-inputs, linux, php, posix, sqli, windows, wordpress. count_only counts what the whole group would stop, overrides map a rule of the group to another action: allow, block, captcha, challenge, count. Without version AWS's default version is used."
  type = map(object({
    priority   = number
    count_only = optional(bool, false)
    overrides  = optional(map(string), {})
    version    = optional(string)
  }))
  default = {
    ip-reputation    = { priority = 100 }
    core             = { priority = 110 }
    known-bad-inputs = { priority = 120 }
    sqli             = { priority = 130 }
  }
  nullable = false

  validation {
    condition = length(setsubtract(keys(var.managed_rule_groups), [
      "admin-protection", "anonymous-ip", "core", "ip-reputation", "known-bad-inputs", "linux", "php", "posix", "sqli", "windows", "wordpress",
    ])) == 0
    error_message = "The rule groups must be among admin-protection, anonymous-ip, core, ip-reputation, known-bad-inputs, linux, php, posix, sqli, windows, wordpress."
  }

  validation {
    condition = alltrue(flatten([
      for group in values(var.managed_rule_groups) : [
        for action in values(group.overrides) : contains(["allow", "block", "captcha", "challenge", "count"], action)
      ]
    ]))
    error_message = "The action of an override must be one of allow, block, captcha, challenge, count."
  }

  validation {
    condition     = alltrue([for group in values(var.managed_rule_groups) : length(group.overrides) <= 100])
    error_message = "At most 100 rules of a group can be overridden."
  }

  # https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html
  validation {
    condition     = alltrue([for name in ["anonymous-ip", "ip-reputation"] : try(var.managed_rule_groups[name].version, null) == null])
    error_message = "AWS keeps no versions of anonymous-ip and ip-reputation: leave their version out."
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

variable "rate_limits" {
  description = "Limits by name: from how many requests of one address within window_seconds on further ones are blocked, or only counted; path limits the count to what begins with it, in lower case. Behind a CDN the address is the CDN's: limit there."
  type = map(object({
    priority       = number
    requests       = number
    count_only     = optional(bool, false)
    path           = optional(string, "/")
    window_seconds = optional(number, 300)
  }))
  default = {
    all = { priority = 10, requests = 2000 }
  }
  nullable = false

  validation {
    condition     = alltrue([for limit in values(var.rate_limits) : limit.requests >= 10 && limit.requests <= 2000000000])
    error_message = "The requests of a limit must be between 10 and 2000000000."
  }

  validation {
    condition     = alltrue([for limit in values(var.rate_limits) : contains([60, 120, 300, 600], limit.window_seconds)])
    error_message = "The window_seconds of a limit must be one of 60, 120, 300, 600."
  }

  validation {
    condition = alltrue([
      for limit in values(var.rate_limits) : startswith(limit.path, "/") && limit.path == lower(limit.path) && length(limit.path) <= 200
    ])
    error_message = "The path of a limit must begin with /, be in lower case and have 200 characters at most."
  }

  validation {
    condition     = alltrue([for key in keys(var.rate_limits) : can(regex("^[A-Za-z0-9_-]{1,64}$", key))])
    error_message = "The name of a limit must have 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "resource_arns" {
  description = "ARNs by name of what the web ACL protects: load balancers, stages of REST APIs and other regional resources. A distribution names the web ACL itself (web_acl_arn of cloudfront)."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.resource_arns) == 0 || var.scope == "REGIONAL"
    error_message = "A web ACL for CloudFront is named by the distribution: leave resource_arns empty."
  }
}

variable "rules" {
  description = "Rules by name, with action allow, block, captcha, challenge or count. All given conditions must match: the path (path_match is STARTS_WITH, EXACTLY, ENDS_WITH or CONTAINS; in lower case), countries or outside_countries (two-letter codes), ip_set or outside_ip_set (keys of ip_sets), a body larger than so many bytes. The lowest priority number of all rules, groups and limits is tried first."
  type = map(object({
    priority               = number
    action                 = optional(string, "block")
    body_larger_than_bytes = optional(number)
    countries              = optional(set(string), [])
    ip_set                 = optional(string)
    outside_countries      = optional(set(string), [])
    outside_ip_set         = optional(string)
    path                   = optional(string, "/")
    path_match             = optional(string, "STARTS_WITH")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.rules) : contains(["allow", "block", "captcha", "challenge", "count"], rule.action)])
    error_message = "The action of a rule must be one of allow, block, captcha, challenge, count."
  }

  # https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html
  validation {
    condition     = alltrue([for key in keys(var.rules) : can(regex("^[A-Za-z0-9_-]{1,64}$", key))])
    error_message = "The name of a rule must have 1 to 64 letters, digits, hyphens or underscores."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : contains(["STARTS_WITH", "EXACTLY", "ENDS_WITH", "CONTAINS"], rule.path_match)])
    error_message = "The path_match must be one of STARTS_WITH, EXACTLY, ENDS_WITH, CONTAINS."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : length(rule.path) >= 1 && length(rule.path) <= 200 && rule.path == lower(rule.path)])
    error_message = "The path of a rule must have 1 to 200 characters and be in lower case."
  }

  validation {
    condition = alltrue([
      for rule in values(var.rules) :
      rule.path != "/" || rule.path_match == "EXACTLY" || rule.body_larger_than_bytes != null || rule.ip_set != null ||
      rule.outside_ip_set != null || length(rule.countries) + length(rule.outside_countries) > 0
    ])
    error_message = "A rule needs a condition: every request matches the path / alone."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [for key in compact([rule.ip_set, rule.outside_ip_set]) : contains(keys(var.ip_sets), key)]
    ]))
    error_message = "The ip_set and outside_ip_set of a rule must be keys of ip_sets."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.rules) : [
        for country in setunion(rule.countries, rule.outside_countries) : can(regex("^[A-Z]{2}$", country))
      ]
    ]))
    error_message = "Countries must be codes of two upper-case letters."
  }

  # WAF sees 8 KB of a body in front of a load balancer and 16 KB at the edge; what is longer always matches.
  # https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
  validation {
    condition = alltrue([
      for rule in values(var.rules) : rule.body_larger_than_bytes == null ? true : (
        rule.body_larger_than_bytes >= 0 && rule.body_larger_than_bytes <= (var.scope == "REGIONAL" ? 8192 : 16384)
      )
    ])
    error_message = "The body_larger_than_bytes must be between 0 and 8192 (REGIONAL) or 16384 (CLOUDFRONT); WAF reads no further."
  }

  validation {
    condition = alltrue([
      for priorities in [concat(
        [for rule in values(var.rules) : rule.priority],
        [for limit in values(var.rate_limits) : limit.priority],
        [for group in values(var.managed_rule_groups) : group.priority],
        var.bot_control == null ? [] : [var.bot_control.priority],
      )] : length(distinct(priorities)) == length(priorities) && alltrue([for priority in priorities : priority >= 0])
    ])
    error_message = "Each rule, limit and rule group must have a priority of its own, 0 or more."
  }
}

variable "sampled_requests_enabled" {
  description = "Whether WAF keeps samples of requests for three hours; they show whole headers, also those that the logs redact."
  type        = bool
  default     = false
  nullable    = false
}

variable "scope" {
  description = "What the web ACL is for: CLOUDFRONT (distributions; made in us-east-1) or REGIONAL (load balancers, APIs). Changing it makes another one."
  type        = string

  validation {
    condition     = contains(["CLOUDFRONT", "REGIONAL"], var.scope)
    error_message = "The scope must be one of CLOUDFRONT, REGIONAL."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
