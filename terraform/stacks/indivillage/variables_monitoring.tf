variable "alarm_limits" {
  description = "Limits of alarms: use of CPU, memory, disks and connections in percent, share of failed requests in percent, answers in seconds, processing of a file in seconds, requests of the API in five minutes, uploads that fail in percent, seconds that a reader of the database is behind, and hits of the distribution in percent, below which it is an alarm."
  type = object({
    api_requests            = optional(number, 50000)
    cache_hit_percent       = optional(number, 80)
    connections_percent     = optional(number, 80)
    cpu_percent             = optional(number, 80)
    disk_percent            = optional(number, 85)
    error_percent           = optional(number, 5)
    failed_uploads_percent  = optional(number, 5)
    latency_seconds         = optional(number, 2)
    memory_percent          = optional(number, 80)
    processing_seconds      = optional(number, 300)
    reader_lag_seconds      = optional(number, 60)
    uploads_in_five_minutes = optional(number, 500)
  })
  default  = {}
  nullable = false
}

variable "alert_email_addresses" {
  description = "Addresses that hear of what is not urgent, and of the rest where no incident service or Slack workspace is given; each confirms its subscription once."
  type        = set(string)

  validation {
    condition     = length(var.alert_email_addresses) > 0
    error_message = "Alerts need somebody who hears of them."
  }
}

variable "alert_sms_numbers" {
  description = "Telephone numbers that get critical alerts as text messages, with the country first."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "anomaly_alarms_enabled" {
  description = "Whether alarms also watch for what is unusual, beside fixed limits; each counts as three alarms on the bill."
  type        = bool
  default     = true
  nullable    = false
}

variable "archived_log_groups" {
  description = "Log groups of applications that are written on to the bucket for logs, by their keys; each has a delivery stream that is paid for by volume."
  type        = set(string)
  default     = ["api", "host-application", "scheduled", "worker"]
  nullable    = false
}

variable "audit_log_retention_days" {
  description = "Number of days that logs are kept that tell of attacks and of people's doings."
  type        = number
  default     = 365
  nullable    = false
}

variable "custom_dashboards" {
  description = "Further dashboards by name, each with its widgets in reading order, as the module dashboards takes them: metrics, or a text in markdown."
  type = map(list(object({
    markdown = optional(string)
    metrics = optional(list(object({
      dimensions  = optional(map(string), {})
      label       = optional(string)
      metric_name = string
      namespace   = string
      statistic   = optional(string)
    })), [])
    title = optional(string)
    width = optional(number, 12)
  })))
  default  = {}
  nullable = false
}

variable "grafana" {
  description = "Grafana workspace: who signs in, by role through IAM Identity Center or by SAML; null makes none. The account needs one of the two beforehand."
  type = object({
    version = optional(string)
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
  })
  default = null
}

variable "incident_service_url" {
  description = "HTTPS integration URL of the incident service (PagerDuty) for critical and high alerts; a secret, given as TF_VAR_incident_service_url. Null sends them to alert_email_addresses instead."
  type        = string
  default     = null
  sensitive   = true
}

variable "log_anomaly_detection_enabled" {
  description = "Whether CloudWatch looks for unusual events in the logs of applications."
  type        = bool
  default     = true
  nullable    = false
}

variable "prometheus_enabled" {
  description = "Whether a workspace of Prometheus takes metrics and evaluates the rules in prometheus/services.yaml; it is paid for by what is sent."
  type        = bool
  default     = true
  nullable    = false
}

variable "service_alert_routes" {
  description = "Teams by name, each with the services whose alarms it hears of by mail: alarms are named by their service first, such as database or cdn; and of which severities."
  type = map(object({
    email_address = string
    services      = set(string)
    severities    = optional(set(string), ["critical", "high", "medium"])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for route in values(var.service_alert_routes) :
      length(route.services) > 0 && length(setsubtract(route.severities, ["critical", "high", "low", "medium"])) == 0
    ])
    error_message = "A route names at least one service, and severities among critical, high, medium and low."
  }
}

variable "slack" {
  description = "Slack workspace, authorised once by hand in the account, and its channels #incidents and #monitoring; null sends to alert_email_addresses instead."
  type = object({
    incidents_channel_id  = string
    monitoring_channel_id = string
    team_id               = string
  })
  default = null
}

variable "trace_share" {
  description = "Share of the requests (0 to 1) that X-Ray follows, beside the first of each second."
  type        = number
  default     = 0.05
  nullable    = false
}

variable "user_monitor_enabled" {
  description = "Whether browsers on the domain report load times, errors and the steps of journeys; it is paid for by the event."
  type        = bool
  default     = true
  nullable    = false
}

variable "user_monitor_share" {
  description = "Share of the sessions (0 to 1) that browsers report."
  type        = number
  default     = 0.1
  nullable    = false
}
