variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "grafana" {
  description = "Grafana workspace that shows metrics, traces and, where log_group_arns names them, logs of the account; null makes none. People sign in through IAM Identity Center and have the roles (ADMIN, EDITOR, VIEWER) of their groups there, or through saml, by the values of an assertion. network_access closes it but for prefix lists and interface endpoints (grafana-workspace), at least one of each, vpc lets it reach data in private subnets, topic_arns receive its alerts."
  type = object({
    log_group_arns = optional(set(string), [])
    topic_arns     = optional(set(string), [])
    version        = optional(string)
    network_access = optional(object({
      prefix_list_ids  = set(string)
      vpc_endpoint_ids = set(string)
    }))
    roles = optional(map(object({
      group_ids = optional(set(string), [])
      user_ids  = optional(set(string), [])
    })), {})
    saml = optional(object({
      editor_role_values = list(string)
      metadata_url       = string
      role_assertion     = string
      admin_role_values  = optional(list(string), [])
    }))
    vpc = optional(object({
      security_group_ids = set(string)
      subnet_ids         = set(string)
    }))
  })
  default = null

  validation {
    condition     = var.grafana == null ? true : length(setsubtract(keys(var.grafana.roles), ["ADMIN", "EDITOR", "VIEWER"])) == 0
    error_message = "The roles in Grafana must be among ADMIN, EDITOR, VIEWER."
  }

  validation {
    condition = var.grafana == null ? true : alltrue([
      for members in values(var.grafana.roles) : length(members.group_ids) + length(members.user_ids) > 0
    ])
    error_message = "A role in Grafana needs groups or users."
  }

  validation {
    condition     = var.grafana == null ? true : var.grafana.saml == null || length(var.grafana.roles) == 0
    error_message = "With saml the assertion says which role somebody has: roles are for groups of IAM Identity Center."
  }

  validation {
    condition     = try(var.grafana.saml, null) == null ? true : startswith(var.grafana.saml.metadata_url, "https://")
    error_message = "The metadata of the identity provider must be read over https."
  }

  # The provider leaves out an empty one of the two lists, and Grafana asks for both:
  # https://docs.aws.amazon.com/grafana/latest/APIReference/API_NetworkAccessConfiguration.html
  validation {
    condition = try(var.grafana.network_access, null) == null ? true : (
      length(var.grafana.network_access.prefix_list_ids) > 0 && length(var.grafana.network_access.vpc_endpoint_ids) > 0
    )
    error_message = "With network_access both prefix lists and VPC endpoints must be named."
  }
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days
    )
    error_message = "The log retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days."
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

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what its roles may do; null sets none."
  type        = string
  default     = null
}

variable "prometheus" {
  description = "Prometheus workspace; null makes none. rules are files of rule groups in YAML by name, alerts goes to a topic that lets aps.amazonaws.com publish, and what has the labels of group_by in common goes out together. The policy of the key must let the workspace (through aps) and CloudWatch Logs use it."
  type = object({
    kms_key_arn    = string
    retention_days = optional(number, 150)
    rules          = optional(map(string), {})
    alerts = optional(object({
      topic_arn = string
      group_by  = optional(list(string), ["alertname"])
    }))
  })
  default = null

  validation {
    condition     = var.prometheus == null ? true : var.prometheus.retention_days >= 1 && var.prometheus.retention_days <= 1095
    error_message = "Metrics must be kept 1 to 1095 days."
  }

  validation {
    condition     = var.prometheus == null ? true : alltrue([for file in values(var.prometheus.rules) : can(yamldecode(file).groups)])
    error_message = "A file of rules must be YAML with groups."
  }

  validation {
    condition     = var.prometheus == null ? true : alltrue([for key in keys(var.prometheus.rules) : can(regex("^[a-z][a-z0-9-]{0,63}$", key))])
    error_message = "The names of files of rules must have at most 64 lower-case letters, digits or hyphens and begin with a letter."
  }
}

variable "sampling_rules" {
  description = "Rules by name for how many requests are traced: the one with the lowest priority that fits counts. Each second reservoir_size requests are traced, and of the others the part fixed_rate (0 to 1); * stands for anything."
  type = map(object({
    priority       = number
    attributes     = optional(map(string), {})
    fixed_rate     = optional(number, 0.05)
    host           = optional(string, "*")
    http_method    = optional(string, "*")
    reservoir_size = optional(number, 1)
    service_name   = optional(string, "*")
    service_type   = optional(string, "*")
    url_path       = optional(string, "*")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.sampling_rules) : can(regex("^[a-z][a-z0-9-]*$", key)) && length("${var.name}-${key}") <= 32
    ])
    error_message = "The names of sampling rules must have lower-case letters, digits or hyphens, begin with a letter, and together with name have at most 32 characters."
  }

  validation {
    condition     = alltrue([for rule in values(var.sampling_rules) : rule.priority >= 1 && rule.priority <= 9999])
    error_message = "The priority of a sampling rule must lie between 1 and 9999."
  }

  validation {
    condition     = length(distinct([for rule in values(var.sampling_rules) : rule.priority])) == length(var.sampling_rules)
    error_message = "Each sampling rule needs a priority of its own, or their order is not known."
  }

  validation {
    condition     = alltrue([for rule in values(var.sampling_rules) : rule.fixed_rate >= 0 && rule.fixed_rate <= 1])
    error_message = "The fixed_rate of a sampling rule must lie between 0 and 1."
  }

  validation {
    condition     = alltrue([for rule in values(var.sampling_rules) : rule.reservoir_size >= 0 && floor(rule.reservoir_size) == rule.reservoir_size])
    error_message = "The reservoir_size of a sampling rule must be a whole number that is not negative."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "trace_groups" {
  description = "Groups of traces by name: slow and faulty ones, unless filter_expression says otherwise. With insights X-Ray notices anomalies in a group, and with notifications it tells EventBridge."
  type = map(object({
    filter_expression     = optional(string, "responsetime > 2 OR fault = true")
    insights_enabled      = optional(bool, true)
    notifications_enabled = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.trace_groups) : can(regex("^[a-z][a-z0-9-]*$", key)) && length("${var.name}-${key}") <= 32
    ])
    error_message = "The names of trace groups must have lower-case letters, digits or hyphens, begin with a letter, and together with name have at most 32 characters."
  }
}

variable "user_monitor" {
  description = "Monitor of what users meet in their browsers on the domains: load times, errors, requests and, as custom events, the steps of their journeys; null makes none. session_sample_rate is the part of sessions (0 to 1) that is measured; cookies tell returning users and whole sessions; traced goes on with a trace of X-Ray in the backend."
  type = object({
    domains               = list(string)
    cookies_allowed       = optional(bool, false)
    custom_events_enabled = optional(bool, true)
    excluded_pages        = optional(set(string), [])
    session_sample_rate   = optional(number, 0.1)
    telemetries           = optional(set(string), ["errors", "http", "performance"])
    traced                = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.user_monitor == null ? true : length(var.user_monitor.domains) >= 1 && length(var.user_monitor.domains) <= 5
    error_message = "A monitor must be for 1 to 5 domains."
  }

  validation {
    condition     = var.user_monitor == null ? true : var.user_monitor.session_sample_rate >= 0 && var.user_monitor.session_sample_rate <= 1
    error_message = "The session_sample_rate must lie between 0 and 1."
  }

  validation {
    condition     = var.user_monitor == null ? true : length(setsubtract(var.user_monitor.telemetries, ["errors", "http", "performance"])) == 0
    error_message = "The telemetries must be among errors, http, performance."
  }
}
