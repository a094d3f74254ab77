variable "dashboards" {
  description = "Dashboards by a key of the caller, each with widgets in reading order: metrics and expressions, a query of Logs Insights over log groups, or a text in markdown."
  type = map(object({
    widgets = list(object({
      expressions = optional(list(object({
        expression = string
        label      = optional(string)
      })), [])
      height = optional(number, 6)
      log_query = optional(object({
        log_group_names = list(string)
        query           = string
      }))
      markdown = optional(string)
      metrics = optional(list(object({
        dimensions  = optional(map(string), {})
        id          = optional(string)
        label       = optional(string)
        metric_name = string
        namespace   = string
        statistic   = optional(string)
        visible     = optional(bool, true)
      })), [])
      period    = optional(number, 300)
      region    = optional(string)
      stacked   = optional(bool, false)
      statistic = optional(string, "Average")
      title     = optional(string)
      view      = optional(string, "timeSeries")
      width     = optional(number, 12)
    }))
  }))

  validation {
    condition = alltrue(flatten([
      for dashboard in values(var.dashboards) : [
        for widget in dashboard.widgets : length(compact([
          widget.markdown == null ? "" : "text",
          widget.log_query == null ? "" : "log",
          length(widget.metrics) + length(widget.expressions) > 0 ? "metric" : "",
        ])) == 1
      ]
    ]))
    error_message = "Every widget must have either a text in markdown, a log_query, or metrics and expressions."
  }

  validation {
    condition = alltrue(flatten([
      for dashboard in values(var.dashboards) : [
        for widget in dashboard.widgets : widget.log_query == null ? true : (
          length(widget.log_query.log_group_names) > 0 && !contains(["gauge", "singleValue"], widget.view)
        )
      ]
    ]))
    error_message = "A log_query needs log groups, and a view among bar, pie, table, timeSeries."
  }

  validation {
    condition = alltrue(flatten([
      for dashboard in values(var.dashboards) : [
        for widget in dashboard.widgets : widget.width >= 1 && widget.width <= 24 && widget.height >= 1
      ]
    ]))
    error_message = "The width of a widget must be between 1 and 24, its height 1 or more."
  }

  validation {
    condition = alltrue(flatten([
      for dashboard in values(var.dashboards) : [
        for widget in dashboard.widgets : contains(["bar", "gauge", "pie", "singleValue", "table", "timeSeries"], widget.view)
      ]
    ]))
    error_message = "The view of a widget must be one of bar, gauge, pie, singleValue, table, timeSeries."
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

variable "region" {
  description = "AWS region whose metrics are shown where a widget names no other."
  type        = string
}
